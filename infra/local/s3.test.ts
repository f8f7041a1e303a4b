import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presignature, presigned } from "#functions/adapters/sigv4.ts";
import { AwsRefusal, localSecret } from "./aws-service.ts";
import { type Gateway, openGateway } from "./gateway.ts";
import { Buckets } from "./s3.ts";
import { s3Service } from "./s3-service.ts";
import { stackOf } from "./testing/stack-of.ts";

const ACCESS_KEY = "ASIALOCAL";
const region = "us-east-2";
const Key = "exports/one two+three/Ñ.pdf";
let folder: string;
let gateway: Gateway;
let s3: S3Client;
let bucket: string;
let ahead = 0;
let mayUse = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "s3-"));
  gateway = await openGateway();
  const stack = stackOf({ Files: { Type: "AWS::S3::Bucket", Properties: {} } });
  bucket = stack.ref("Files");
  const guard = (_caller: unknown, action: string, resource: string) => {
    const own = resource.startsWith(`arn:aws:s3:::${bucket}/exports/`);
    if (!own || !mayUse.includes(action)) throw new AwsRefusal("AccessDeniedException", "No.");
  };
  gateway.serve({
    callerOf: (key) => (key === ACCESS_KEY ? { name: "one", role: "one" } : undefined),
    jwks: () => undefined,
    services: {
      s3: s3Service(new Buckets(stack, folder), { guard, region, now: () => Date.now() + ahead }),
    },
  });
  s3 = new S3Client({
    endpoint: gateway.origin,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: localSecret, sessionToken: "local" },
  });
});
afterAll(async () => {
  s3.destroy();
  await gateway.close();
  await rm(folder, { recursive: true });
});

const by = { accessKeyId: ACCESS_KEY, secretAccessKey: localSecret, region, service: "s3" };
const now = () => new Date().toISOString().replace(/[:-]|\.\d+/g, "");
const addressOf = (key: string) => {
  const url = new URL(
    `${gateway.origin}/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`,
  );
  url.searchParams.set("response-content-disposition", 'attachment; filename="a b.pdf"');
  return url;
};
const signed = () =>
  presigned(addressOf(Key), { at: now(), seconds: 60, sessionToken: "t/+=" }, by);

test("what is put there is got back to the byte, with its type, until it is deleted", async () => {
  const Body = Buffer.from([0, 255, 10, 13, 34]);
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: "application/pdf" }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
  expect(got.ContentType).toBe("application/pdf");
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
  expect(head.ContentLength).toBe(5);
  const reply = await fetch(signed());
  expect([reply.status, reply.headers.get("content-disposition")]).toEqual([
    200,
    'attachment; filename="a b.pdf"',
  ]);
  expect(Buffer.from(await reply.arrayBuffer())).toEqual(Body);
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).rejects.toMatchObject({
    name: "NoSuchKey",
  });
});

test("an address is signed as AWS's own SDK signs it", async () => {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key,
    ResponseContentDisposition: 'attachment; filename="a (b)!.pdf"',
  });
  const url = new URL(await getSignedUrl(s3, command, { expiresIn: 60 }));
  expect(presignature(url, by)).toBe(url.searchParams.get("X-Amz-Signature"));
  expect((await fetch(url)).status).toBe(404);
});

test("an address is refused when its time is over, when anything in it is another, and for another's key", async () => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
  const url = signed();
  const status = async (address: string) => (await fetch(address)).status;
  expect(await status(url)).toBe(200);
  expect(await status(url.replace("exports", "others"))).toBe(403);
  expect(await status(url.replace("Expires=60", "Expires=61"))).toBe(403);
  expect(await status(url.replace("a%20b", "a%20c"))).toBe(403);
  expect(await status(url.replace(ACCESS_KEY, "ASIAOTHER"))).toBe(400);
  expect(await status(url.replace(/&X-Amz-Signature=.*/, ""))).toBe(403);
  ahead = 61_000;
  expect(await status(url)).toBe(403);
  ahead = 0;
  expect(await status(url)).toBe(200);
});

test("an address is good for what its signer may, as the role is now", async () => {
  const url = signed();
  mayUse = ["s3:PutObject"];
  expect((await fetch(url)).status).toBe(403);
  mayUse = ["s3:GetObject"];
  const put = new PutObjectCommand({ Bucket: bucket, Key, Body: "y" });
  await expect(s3.send(put)).rejects.toMatchObject({ name: "AccessDenied" });
  expect(await (await fetch(url)).text()).toBe("x");
});
