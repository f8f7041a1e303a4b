import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentSecurityPolicy } from "#infra/constructs/content-security.ts";
import { deepLinks, viewerHost } from "#infra/constructs/edge-functions.ts";

interface EdgeRequest {
  uri: string;
  headers: Record<string, { value: string }>;
}

/** Runs a CloudFront Function as CloudFront does: its `handler`, with an event. */
const edge = (code: string, request: EdgeRequest): EdgeRequest =>
  runInNewContext(`${code}; handler({ request })`, { request });

test.each([
  ["/", "/index.html"],
  ["/visits/apt_1", "/index.html"],
  ["/visits/2.16.840", "/index.html"],
  ["/practices", "/index.html"],
  ["/practice", "/practice/index.html"],
  ["/practice/schedule", "/practice/index.html"],
  ["/assets/app-1a2b.js", "/assets/app-1a2b.js"],
  ["/favicon.svg", "/favicon.svg"],
])("a visit to %s is answered with %s", (uri, file) => {
  expect(edge(deepLinks, { uri, headers: {} }).uri).toBe(file);
});

test("the API is told the host the browser used, whatever the browser claims", () => {
  const headers = {
    host: { value: "portal.example.org" },
    "x-viewer-host": { value: "evil.test" },
  };
  const { headers: sent } = edge(viewerHost, { uri: "/api/session", headers });
  expect(sent["x-viewer-host"]).toEqual({ value: "portal.example.org" });
});

let webRoot: string;
beforeAll(() => {
  webRoot = mkdtempSync(join(tmpdir(), "web-"));
  mkdirSync(join(webRoot, "practice"));
  const page = (boot: string) =>
    `<html><head><style>body{margin:0}</style><script src="/app.js"></script><script>${boot}</script></head></html>`;
  writeFileSync(join(webRoot, "index.html"), page("start()"));
  writeFileSync(join(webRoot, "practice", "index.html"), page("work()"));
});
afterAll(() => rmSync(webRoot, { recursive: true }));

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const directive = (policy: string, name: string) =>
  policy.split("; ").find((part) => part.startsWith(`${name} `));

test("what is inline in the built pages is allowed by its hash, and nothing else inline", () => {
  const policy = contentSecurityPolicy(webRoot);
  expect(directive(policy, "script-src")).toBe(
    `script-src 'self' ${hash("start()")} ${hash("work()")}`,
  );
  expect(directive(policy, "style-src")).toBe(`style-src 'self' ${hash("body{margin:0}")}`);
  expect(policy).not.toContain("unsafe");
});

test("without built pages nothing inline is allowed", () => {
  const policy = contentSecurityPolicy(join(webRoot, "nowhere"));
  expect(directive(policy, "script-src")).toBe("script-src 'self'");
  expect(directive(policy, "require-trusted-types-for")).toBe("require-trusted-types-for 'script'");
});
