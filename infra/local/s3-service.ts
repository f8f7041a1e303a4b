import { createHash } from "node:crypto";
import { presignature } from "#functions/adapters/sigv4.ts";
import {
  type AwsAnswer,
  AwsRefusal,
  type AwsRequest,
  type AwsService,
  type Guard,
  localSecret,
  unknownOperation,
} from "./aws-service.ts";
import type { Bucket, Buckets, StoredObject } from "./s3.ts";

interface Options {
  guard: Guard;
  region: string;
  now?: () => number;
}

const ACTIONS: Readonly<Record<string, string>> = {
  PUT: "s3:PutObject",
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  DELETE: "s3:DeleteObject",
};

/** S3 by path (`/bucket/key`), single objects only. An address signed beforehand is good for its time, for what its signer may. */
export function s3Service(
  buckets: Buckets,
  { guard, region, now = Date.now }: Options,
): AwsService {
  const answer = async (call: AwsRequest): Promise<AwsAnswer> => {
    if (call.url.searchParams.has("X-Amz-Credential")) refuseExpired(call, region, now());
    const { name, key } = objectOf(call.url);
    const bucket = buckets.named(name);
    const action = ACTIONS[call.method];
    if (!action || key === "") throw unknownOperation("s3", call.method);
    guard(call.caller, action, `arn:aws:s3:::${name}/${key}`);
    if (!bucket) throw new AwsRefusal("NoSuchBucket", "There is no such bucket.", { status: 404 });
    return perform(bucket, key, call);
  };
  return (call) => answer(call).catch(refused);
}

function objectOf({ pathname }: URL): { name: string; key: string } {
  const [, name = "", path = ""] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  return { name, key: decodeURIComponent(path) };
}

async function perform(bucket: Bucket, key: string, call: AwsRequest): Promise<AwsAnswer> {
  if (call.method === "PUT") {
    if (call.headers["if-none-match"] === "*" && (await bucket.get(key)))
      throw new AwsRefusal("PreconditionFailed", "There is such an object.", { status: 412 });
    const type = call.headers["content-type"] ?? "binary/octet-stream";
    await bucket.put(key, { body: call.body, type });
    return { status: 200, headers: { etag: etagOf(call.body) }, body: NOTHING };
  }
  if (call.method === "DELETE") {
    await bucket.remove(key);
    return { status: 204, body: NOTHING };
  }
  const found = await bucket.get(key);
  if (!found) throw new AwsRefusal("NoSuchKey", "There is no such object.", { status: 404 });
  return objectAnswer(call, found);
}

const NOTHING = Buffer.alloc(0);

function objectAnswer({ method, url }: AwsRequest, { body, type }: StoredObject): AwsAnswer {
  const disposition = url.searchParams.get("response-content-disposition");
  return {
    status: 200,
    headers: {
      "content-type": type,
      "content-length": String(body.length),
      etag: etagOf(body),
      ...(disposition ? { "content-disposition": disposition } : {}),
    },
    body: method === "HEAD" ? NOTHING : body,
  };
}

const etagOf = (body: Buffer) => `"${createHash("md5").update(body).digest("hex")}"`;

/** An address that was signed is as good as its signature, and only until its time is over. */
function refuseExpired({ method, url }: AwsRequest, region: string, now: number): void {
  const [accessKeyId = ""] = (url.searchParams.get("X-Amz-Credential") ?? "").split("/");
  const signer = { accessKeyId, secretAccessKey: localSecret, region, service: "s3" };
  const isSigned =
    method === "GET" &&
    url.searchParams.get("X-Amz-Signature") === presignature(new URL(url), signer);
  if (!isSigned)
    throw new AwsRefusal("SignatureDoesNotMatch", "The signature does not match.", { status: 403 });
  const at = (url.searchParams.get("X-Amz-Date") ?? "").replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  );
  const until = Date.parse(at) + Number(url.searchParams.get("X-Amz-Expires")) * 1000;
  if (!(now < until)) throw new AwsRefusal("AccessDenied", "Request has expired", { status: 403 });
}

/** S3 says no in XML. */
function refused(error: unknown): AwsAnswer {
  if (!(error instanceof AwsRefusal)) throw error;
  const code = error.type === "AccessDeniedException" ? "AccessDenied" : error.type;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
  return {
    status: error.status === 400 ? 403 : error.status,
    headers: { "content-type": "application/xml" },
    body: Buffer.from(xml),
  };
}
