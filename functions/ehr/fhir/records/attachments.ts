import * as z from "zod/mini";
import type * as measured from "#domain/measured.ts";
import { MOST_FILE_BYTES, OpenedType } from "#domain/measured.ts";
import { number, words } from "./parts.ts";

export const Attachment = z.object({
  contentType: words,
  data: words,
  url: words,
  size: number,
  title: words,
});

/** Words kept of one attachment; the rest is in the record itself. */
const MOST_WORDS = 60_000;

/** Files and texts that belong to a record. Plain text is read here; other kinds are named. */
export const attachmentsOf = (all: readonly z.infer<typeof Attachment>[]): measured.Attachment[] =>
  all
    .map((one, n) => ({ ...one, n }))
    .filter(({ data, url, title }) => (data ?? url ?? title) !== undefined)
    .map(({ n, contentType = "application/octet-stream", data, url, size, title }) => {
      const bytes = data === undefined ? undefined : Buffer.from(data, "base64");
      const sizeBytes = bytes?.length ?? size;
      return {
        contentType,
        ...(title === undefined ? {} : { title }),
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
        ...textIn(contentType, bytes),
        ...(opens({ contentType, data, url, sizeBytes }) ? { file: n } : {}),
      };
    });

/** The type of a file that may be opened here; undefined for any other. */
export const openedType = (contentType = ""): OpenedType | undefined =>
  OpenedType.safeParse(contentType.split(";")[0]?.trim().toLowerCase()).data;

interface Kept {
  readonly contentType: string;
  readonly data: string | undefined;
  readonly url: string | undefined;
  readonly sizeBytes: number | undefined;
}

/** True for what is a file to open: a text that stands here whole needs no other way. */
function opens({ contentType, data, url, sizeBytes = 0 }: Kept): boolean {
  const type = openedType(contentType);
  if (!type || sizeBytes > MOST_FILE_BYTES || (data ?? url) === undefined) return false;
  return type !== "text/plain" || data === undefined || sizeBytes > MOST_WORDS;
}

const textIn = (contentType: string, bytes: Buffer | undefined): { text?: string } =>
  bytes && /^text\/plain\b/.test(contentType)
    ? { text: bytes.toString("utf8").slice(0, MOST_WORDS) }
    : {};
