import * as z from "zod/mini";
import { MOST_FILE_BYTES, type OpenedType } from "#domain/measured.ts";
import type { EhrFile, EhrRecord } from "#ports/ehr-records.ts";
import { loose, looseList, Reference } from "./elements.ts";
import { Attachment, openedType } from "./records/attachments.ts";
import { patientsIn } from "./records/map-record.ts";
import { read } from "./search.ts";
import type { Transport } from "./transport.ts";

/** Where the types that have files keep them; the order is the one their mappers number them in. */
const Filed = z.object({
  presentedForm: looseList(Attachment),
  content: looseList(z.object({ attachment: z.catch(z.optional(Attachment), undefined) })),
});
const words = loose(z.string());
const Binary = z.object({ contentType: words, data: words, securityContext: loose(Reference) });

/** The file of this number in a record: what stands in it, or a Binary of the same server. */
export async function file(
  http: Transport,
  raw: EhrRecord["raw"],
  n: number,
): Promise<EhrFile | undefined> {
  const one = filesIn(raw)[n];
  const type = openedType(one?.contentType);
  if (!one || !type) return undefined;
  if (one.data !== undefined) return opened(type, one.data);
  const id = one.url === undefined ? undefined : binaryId(one.url, http.base);
  const binary = id === undefined ? undefined : await binaryOf(http, raw, id);
  return openedType(binary?.contentType) === type ? opened(type, binary?.data ?? "") : undefined;
}

function filesIn(raw: EhrRecord["raw"]) {
  const { presentedForm, content } = Filed.parse(raw);
  if (raw["resourceType"] !== "DocumentReference") return presentedForm;
  return content.flatMap(({ attachment }) => attachment ?? []);
}

/** What a record names as its file, unless the server says that it is somebody else's: a record may name it by mistake. */
async function binaryOf(http: Transport, raw: EhrRecord["raw"], id: string) {
  const found = await read(http, { type: "Binary", id });
  const binary = Binary.safeParse(found?.raw).data;
  const [, of] = /^Patient\/(.+)$/.exec(binary?.securityContext?.reference ?? "") ?? [];
  return of === undefined || patientsIn(raw).includes(of) ? binary : undefined;
}

function opened(contentType: OpenedType, data: string): EhrFile | undefined {
  const bytes = Buffer.from(data, "base64");
  return bytes.length > 0 && bytes.length <= MOST_FILE_BYTES ? { contentType, bytes } : undefined;
}

/** The id in "Binary/12", absolute or not, below this server's own base; any other address is never asked. */
export function binaryId(url: string, base: URL): string | undefined {
  const address = URL.canParse(url, base.href) ? new URL(url, base) : undefined;
  if (address?.origin !== base.origin || address.search !== "") return undefined;
  const [, id] = /^Binary\/([A-Za-z0-9.-]{1,64})$/.exec(below(address, base)) ?? [];
  return id;
}

const below = ({ pathname }: URL, base: URL): string =>
  pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : "";
