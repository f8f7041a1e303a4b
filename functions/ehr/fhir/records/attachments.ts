import * as z from "zod/mini";
import type * as measured from "#domain/measured.ts";
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
    .filter(({ data, url, title }) => (data ?? url ?? title) !== undefined)
    .map(({ contentType = "application/octet-stream", data, size, title }) => {
      const bytes = data === undefined ? undefined : Buffer.from(data, "base64");
      const sizeBytes = bytes?.length ?? size;
      return {
        contentType,
        ...(title === undefined ? {} : { title }),
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
        ...textIn(contentType, bytes),
      };
    });

const textIn = (contentType: string, bytes: Buffer | undefined): { text?: string } =>
  bytes && /^text\/plain\b/.test(contentType)
    ? { text: bytes.toString("utf8").slice(0, MOST_WORDS) }
    : {};
