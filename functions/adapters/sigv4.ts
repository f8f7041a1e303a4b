import { createHash, createHmac } from "node:crypto";

/** A POST to `/`: what AWS's JSON services take. Header names in lower case; `x-amz-date` is one of them. */
export interface Signable {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** The `authorization` header of AWS Signature Version 4, over every header given. */
export function authorization({ headers, body }: Signable, by: Signer): string {
  const at = headers["x-amz-date"] ?? "";
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}`);
  const signed = names.join(";");
  const canonical = ["POST", "/", "", ...lines, "", signed, sha256(body)].join("\n");
  const scope = [at.slice(0, 8), by.region, by.service, "aws4_request"];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  const named = scope.join("/");
  const text = ["AWS4-HMAC-SHA256", at, named, sha256(canonical)].join("\n");
  const mark = hmac(key, text).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${named}, SignedHeaders=${signed}, Signature=${mark}`;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
