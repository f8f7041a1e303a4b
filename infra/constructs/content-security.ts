import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The pages' Content-Security-Policy. Nothing inline runs but what stands in the built pages: its hashes are read
 * from them here, so that the build is the one truth. Without a build there are none to allow.
 */
export function contentSecurityPolicy(webRoot: string): string {
  const pages = pagesOf(webRoot);
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inlined(pages, "script")].join(" "),
    ["style-src 'self'", ...inlined(pages, "style")].join(" "),
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

function pagesOf(webRoot: string): string[] {
  if (!existsSync(webRoot)) return [];
  return readdirSync(webRoot, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .sort()
    .map((file) => readFileSync(join(webRoot, file), "utf8"));
}

function inlined(pages: readonly string[], tag: "script" | "style"): string[] {
  const element = new RegExp(`<${tag}(\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "g");
  const texts = pages.flatMap((page) =>
    [...page.matchAll(element)]
      .filter(([, attributes = ""]) => !/\ssrc\s*=/.test(attributes))
      .map(([, , text = ""]) => text),
  );
  return [...new Set(texts)].filter((text) => text !== "").map(hash);
}

/** A browser hashes the text after reading it: CRLF has become LF by then. */
const hash = (text: string) =>
  `'sha256-${createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("base64")}'`;
