import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, expect, test } from "vitest";
import { lockedArchive } from "./archive.ts";
import { authorization } from "./sigv4.ts";
import { placeAt } from "./testing-wire.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** S3, as far as it is asked: what came, and the answer it is told to give. */
async function bucket(status = 200) {
  const seen: { url: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers, body: await buffer(request) });
    response.writeHead(status).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => server.close());
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { seen, place: placeAt(endpoint) };
}

test("a text is kept packed, with the checksum that Object Lock wants, where no such name is", async () => {
  const { seen, place } = await bucket();
  await lockedArchive("locked", place).keep("audit/demo/day.ndjson.gz", "señora\n");
  const [{ url, headers, body } = { url: "", headers: {}, body: Buffer.alloc(0) }] = seen;
  expect(url).toBe("/locked/audit/demo/day.ndjson.gz");
  expect(gunzipSync(body).toString()).toBe("señora\n");
  expect(headers["if-none-match"]).toBe("*");
  const checksum = createHash("sha256").update(body).digest("base64");
  expect(headers["x-amz-checksum-sha256"]).toBe(checksum);
});

test("a name that is taken is fine; any other refusal is not", async () => {
  const { place: taken } = await bucket(412);
  await lockedArchive("locked", taken).keep("a", "text");
  const { place: denied } = await bucket(403);
  await expect(lockedArchive("locked", denied).keep("a", "text")).rejects.toThrow("403");
});

test("a PUT's signature is the one AWS's SDK makes of the same words", async () => {
  const { seen, place } = await bucket();
  const credentials = await place.credentials();
  const sdk = new S3Client({ ...place, credentials, forcePathStyle: true, maxAttempts: 1 });
  sdk.middlewareStack.add(
    (next) => (args) => {
      // The operation's name, which S3 does not need.
      const { request } = args as { request?: { query?: object } };
      if (request) request.query = {};
      return next(args);
    },
    { step: "build" },
  );
  const Body = Buffer.from([0, 255, 10]);
  await sdk.send(new PutObjectCommand({ Bucket: "locked", Key: "audit/x.gz", Body }));
  const { url: path = "", headers: told = {} } = seen[0] ?? {};
  const signed = String(told.authorization);
  const names = /SignedHeaders=([^,]+)/.exec(signed)?.[1]?.split(";") ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(told[name])]));
  const by = { ...credentials, region: place.region, service: "s3" };
  const signature = (body: Buffer) => authorization({ method: "PUT", path, headers, body }, by);
  expect(signature(Body)).toBe(signed);
  expect(signature(Buffer.from([0]))).not.toBe(signed);
});
