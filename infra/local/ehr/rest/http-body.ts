import type { IncomingMessage } from "node:http";
import { Refusal, refuse } from "#infra/local/ehr/fhir/refusal.ts";

const maxBytes = 64 * 1024 * 1024;

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes)
      throw new Refusal(413, { code: "too-long", text: "The body is too large" });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function jsonIn(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw refuse.malformed("The body is not valid JSON");
  }
}
