import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Archive } from "#ports/archive.ts";
import type { Place } from "./aws-json.ts";
import { defaultProvider } from "./credentials.ts";
import { environment } from "./environment.ts";
import { authorization } from "./sigv4.ts";

const TRY_MS = 60_000;
/** There is an object of that name already. */
const TAKEN = 412;

export const connectedArchive = (bucket: string): Archive => {
  const region = environment("awsRegion");
  const endpoint = environment("awsEndpointUrl") ?? `https://s3.${region}.amazonaws.com`;
  return lockedArchive(bucket, { region, endpoint, credentials: defaultProvider() });
};

class NotKept extends Error {
  override readonly name = "NotKept";
}

/**
 * A bucket under Object Lock, which locks every new object by itself. It wants a checksum of each, and is asked to refuse
 * a name it has: a second version would change nothing, and would stay as long as the first.
 */
export const lockedArchive = (
  bucket: string,
  { endpoint, region, credentials }: Place,
): Archive => ({
  async keep(name, text) {
    const body = gzipSync(text);
    const { sessionToken, ...keys } = await credentials();
    const path = `/${bucket}/${name}`;
    const headers = {
      host: new URL(endpoint).host,
      "content-type": "application/gzip",
      "if-none-match": "*",
      "x-amz-checksum-sha256": createHash("sha256").update(body).digest("base64"),
      "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
      "x-amz-date": new Date().toISOString().replace(/[:-]|\.\d+/g, ""),
      ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
    };
    const by = { ...keys, region, service: "s3" };
    const { host: _, ...sent } = headers;
    const reply = await fetch(`${endpoint}${path}`, {
      method: "PUT",
      body,
      headers: {
        ...sent,
        authorization: authorization({ method: "PUT", path, headers, body }, by),
      },
      signal: AbortSignal.timeout(TRY_MS),
      redirect: "error",
    });
    await reply.body?.cancel();
    if (!reply.ok && reply.status !== TAKEN) throw new NotKept(`S3 answered ${reply.status}.`);
  },
});
