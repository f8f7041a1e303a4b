import { createHash, createHmac } from "node:crypto";

/** A POST to `/` where nothing else is said: what AWS's JSON services take. Header names in lower case; `x-amz-date` is one. */
export interface Signable {
  readonly method?: "POST" | "PUT";
  /** As it stands in the address: nothing in it needs another letter. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** The `authorization` header of AWS Signature Version 4, over every header given. */
export function authorization(
  { method = "POST", path = "/", headers, body }: Signable,
  by: Signer,
): string {
  const at = headers["x-amz-date"] ?? "";
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}`);
  const signed = names.join(";");
  const canonical = [method, path, "", ...lines, "", signed, sha256(body)].join("\n");
  const mark = markOf(canonical, at, by);
  return `${ALGORITHM} Credential=${by.accessKeyId}/${scopeOf(at, by).join("/")}, SignedHeaders=${signed}, Signature=${mark}`;
}

/** For how long an address is good, and from when, as `x-amz-date` has it. */
export interface Presigning {
  readonly at: string;
  readonly seconds: number;
  readonly sessionToken?: string | undefined;
}

/** An address of S3 that whoever holds it may GET, in the signer's name, until its time is over. */
export function presigned(
  address: URL,
  { at, seconds, sessionToken }: Presigning,
  by: Signer,
): string {
  const url = new URL(address);
  url.searchParams.set("X-Amz-Algorithm", ALGORITHM);
  url.searchParams.set("X-Amz-Credential", [by.accessKeyId, ...scopeOf(at, by)].join("/"));
  url.searchParams.set("X-Amz-Date", at);
  url.searchParams.set("X-Amz-Expires", String(seconds));
  url.searchParams.set("X-Amz-SignedHeaders", "host");
  if (sessionToken !== undefined) url.searchParams.set("X-Amz-Security-Token", sessionToken);
  const mark = presignature(url, by);
  return `${url.origin}${url.pathname}?${queryOf(url)}&X-Amz-Signature=${mark}`;
}

/** The signature that such an address must bear. */
export function presignature(url: URL, by: Signer): string {
  const host = `host:${url.host}`;
  const canonical = ["GET", url.pathname, queryOf(url), host, "", "host", "UNSIGNED-PAYLOAD"];
  return markOf(canonical.join("\n"), url.searchParams.get("X-Amz-Date") ?? "", by);
}

/** What is asked, in order, as S3 reads it again. */
const queryOf = (url: URL): string =>
  [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join("&");

const encoded = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const ALGORITHM = "AWS4-HMAC-SHA256";

const scopeOf = (at: string, { region, service }: Signer) => [
  at.slice(0, 8),
  region,
  service,
  "aws4_request",
];

function markOf(canonical: string, at: string, by: Signer): string {
  const scope = scopeOf(at, by);
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  const text = [ALGORITHM, at, scope.join("/"), sha256(canonical)].join("\n");
  return hmac(key, text).toString("hex");
}

const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
