import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { originOf } from "./gateway.ts";
import { serveWebFile } from "./web-files.ts";

const folder = mkdtempSync(join(tmpdir(), "porchlight-web-"));
const web = join(folder, "web");
const server = createServer((incoming, response) => serveWebFile(web, incoming, response));

beforeAll(async () => {
  mkdirSync(join(web, "assets"), { recursive: true });
  mkdirSync(join(web, "practice"));
  writeFileSync(join(web, "index.html"), "patients");
  writeFileSync(join(web, "practice/index.html"), "staff");
  writeFileSync(join(web, "assets/app-1a.js"), "code".repeat(1000));
  writeFileSync(join(folder, "secrets.json"), "secret");
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterAll(() => void server.close());

const get = (path: string, init?: RequestInit) => fetch(originOf(server) + path, init);
const text = async (path: string) => (await get(path)).text();

test("deep links are the app's page, the practice's below /practice", async () => {
  expect(await text("/")).toBe("patients");
  expect(await text("/visits/7")).toBe("patients");
  expect(await text("/practices")).toBe("patients");
  expect(await text("/practice")).toBe("staff");
  expect(await text("/practice/queue?open=1")).toBe("staff");
});

test("assets are kept for good, pages are asked for again, and a missing asset is no page", async () => {
  const asset = await get("/assets/app-1a.js");
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  const page = await get("/");
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const again = { "if-none-match": page.headers.get("etag") ?? "" };
  expect((await get("/", { headers: again })).status).toBe(304);
  expect((await get("/assets/old.js")).status).toBe(404);
  expect((await get("/", { method: "POST" })).status).toBe(405);
});

test("text is compressed for who takes it", async () => {
  const sizes = await Promise.all(
    ["br", "gzip", "identity"].map(
      (encoding) =>
        new Promise<[string | undefined, number]>((resolve) => {
          const url = `${originOf(server)}/assets/app-1a.js`;
          request(url, { headers: { "accept-encoding": encoding } }, async (reply) => {
            const chunks: Buffer[] = await reply.toArray();
            resolve([reply.headers["content-encoding"], Buffer.concat(chunks).length]);
          }).end();
        }),
    ),
  );
  expect(sizes.map(([encoding]) => encoding)).toEqual(["br", "gzip", undefined]);
  expect(sizes[0]?.[1]).toBeLessThan(200);
  expect(sizes[2]?.[1]).toBe(4000);
});

test.each(["/../secrets.json", "/%2e%2e/secrets.json", "/..%2fsecrets.json", "/%00", "/%zz"])(
  "%s leads nowhere",
  async (path) => {
    const body = await new Promise<string>((resolve) => {
      request(originOf(server), { path }, async (reply) => {
        resolve(Buffer.concat(await reply.toArray()).toString());
      }).end();
    });
    expect(body).not.toContain("secret");
  },
);
