import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Files } from "#ports/files.ts";
import { environment } from "./environment.ts";

/** Files in a bucket of ours. It encrypts them with our key, and forgets them, by itself. */
export function connectedFiles(bucket: string): Files {
  const local = environment("awsEndpointUrl");
  const client = new S3Client({
    // One address stands for all of AWS there.
    ...(local ? { forcePathStyle: true } : {}),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 20_000 },
  });
  return {
    async put(name, { type, body }) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: name, ContentType: type, Body: body }),
      );
    },
  };
}
