import { readFileSync, type Stats, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** Serves the built web app as S3 behind CloudFront does: files as they are, any other path as the app's page. */
export function serveWebFile(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = decoded(request.url ?? "/");
  const file = path === undefined ? undefined : fileFor(folder, path);
  if (!file) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    response.end("The web app is not built yet: npm run build\n");
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  send(file, request, response);
}

interface Found {
  path: string;
  stats: Stats;
  immutable: boolean;
}

function send(
  { path, stats, immutable }: Found,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const etag = `"${stats.size.toString(16)}-${Math.floor(stats.mtimeMs).toString(16)}"`;
  response.setHeader("etag", etag);
  response.setHeader(
    "cache-control",
    immutable ? "public, max-age=31536000, immutable" : "no-cache",
  );
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  const type = types[extname(path)] ?? "application/octet-stream";
  const { content, encoding } = encoded(path, etag, encodingFor(request, type));
  response.writeHead(200, {
    "content-type": type,
    "content-length": content.length,
    vary: "accept-encoding",
    ...(encoding && { "content-encoding": encoding }),
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

type Encoding = "br" | "gzip" | undefined;

/** As CloudFront with `compress`: text only, Brotli before gzip. */
function encodingFor(request: IncomingMessage, type: string): Encoding {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (!/^text\/|json|javascript|svg/.test(type)) {
    return undefined;
  }
  return (["br", "gzip"] as const).find((encoding) => accepted.includes(encoding));
}

const kept = new Map<string, Buffer>();

/** Each file is compressed once; a rebuilt one has another tag. */
function encoded(path: string, etag: string, encoding: Encoding) {
  const key = `${path} ${etag} ${encoding}`;
  const content = kept.get(key) ?? compressed(readFileSync(path), encoding);
  kept.set(key, content);
  return { content, encoding };
}

function compressed(content: Buffer, encoding: Encoding): Buffer {
  if (encoding === "br") {
    return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  }
  return encoding === "gzip" ? gzipSync(content) : content;
}

function fileFor(folder: string, path: string): Found | undefined {
  const immutable = path.startsWith("/assets/");
  const exact = found(join(folder, normalize(path)), immutable);
  if (exact || immutable) {
    return exact;
  }
  const staff = path === "/practice" || path.startsWith("/practice/");
  return found(join(folder, staff ? "practice/index.html" : "index.html"), false);
}

function found(path: string, immutable: boolean): Found | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, stats, immutable } : undefined;
}

/** The path alone, with nothing in it that could lead out of the folder. */
function decoded(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, "http://local").pathname);
    return path.includes("\0") || path.split("/").includes("..") ? undefined : path;
  } catch {
    return undefined;
  }
}
