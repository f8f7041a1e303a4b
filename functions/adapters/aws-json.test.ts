import type { IncomingMessage } from "node:http";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { awsJson, secretsManager, sqs } from "./aws-json.ts";
import { authorization } from "./sigv4.ts";
import { placeAt, serveJson } from "./testing-wire.ts";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "token/with+signs==",
};
const region = "us-west-2";
const words = "Grüße, señora 🏠  two  spaces";

/** Everything that reaches the server. */
async function listener() {
  const seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const endpoint = await serveJson(({ headers }, body) => {
    seen.push({ headers, body });
    return { status: 200, body: { MessageId: "1", SecretString: "s" } };
  });
  const last = () => {
    const { headers, body } = seen.at(-1) ?? { headers: {}, body: "" };
    const signed = String(headers.authorization);
    const names = /SignedHeaders=([^,]+)/.exec(signed)?.[1]?.split(";") ?? [];
    const told = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    return { signed, names, told, body };
  };
  return { endpoint, last };
}

describe("a call's signature", () => {
  test("is the one AWS's SDK makes of the same words, for each service", async () => {
    const { endpoint, last } = await listener();
    const options = { endpoint, region, credentials, maxAttempts: 1 };
    const QueueUrl = `${endpoint}/1/bells`;
    await new SQSClient({ ...options, md5: false })
      .send(new SendMessageCommand({ QueueUrl, MessageBody: words }))
      .then(expectSame("sqs"));
    await new SecretsManagerClient(options)
      .send(new GetSecretValueCommand({ SecretId: `arn:${words}` }))
      .then(expectSame("secretsmanager"));

    function expectSame(service: string) {
      return () => {
        const { signed, names, told, body } = last();
        expect(names).toEqual(expect.arrayContaining(["host", "x-amz-security-token"]));
        expect(authorization({ headers: told, body }, { ...credentials, region, service })).toBe(
          signed,
        );
      };
    }
  });

  test("covers what is sent, to the byte", async () => {
    const { endpoint, last } = await listener();
    const place = { endpoint, region, credentials: async () => credentials };
    await awsJson(sqs, place)("SendMessage", { MessageBody: words });
    const { signed, names, told, body } = last();
    expect(JSON.parse(body)).toEqual({ MessageBody: words });
    expect(names.join(" ")).toBe("content-type host x-amz-date x-amz-security-token x-amz-target");
    expect(told).toMatchObject({
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.SendMessage",
    });
    const by = { ...credentials, region, service: "sqs" };
    expect(authorization({ headers: told, body }, by)).toBe(signed);
    expect(authorization({ headers: told, body: `${body} ` }, by)).not.toBe(signed);
  });
});

describe("a call that fails", () => {
  const answers = async (...given: { status: number; body: unknown }[]) => {
    let asked = 0;
    const endpoint = await serveJson(
      () => given[asked++] ?? { status: 200, body: { SecretString: "there" } },
    );
    const call = awsJson(secretsManager, placeAt(endpoint));
    return { call: () => call("GetSecretValue", {}), asked: () => asked };
  };
  const busy = { status: 400, body: { __type: "com.amazonaws#ThrottlingException" } };
  const down = { status: 503, body: { __type: "ServiceUnavailable" } };
  const denied = { status: 400, body: { __type: "x#AccessDeniedException", Message: words } };

  test("is tried again where the service is busy or in trouble", async () => {
    const { call, asked } = await answers(busy, down);
    expect(await call()).toEqual({ SecretString: "there" });
    expect(asked()).toBe(3);
  });

  test("three times at most", async () => {
    const { call, asked } = await answers(down, busy, down, down);
    await expect(call()).rejects.toMatchObject({ name: "ServiceUnavailable", status: 503 });
    expect(asked()).toBe(3);
  });

  test("is not repeated after a refusal, which is named without its words", async () => {
    const { call, asked } = await answers(denied);
    const refusal = await call().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "AccessDeniedException" });
    expect(String(refusal)).not.toContain("señora");
    expect(asked()).toBe(1);
  });

  test("whose answer can't be read, or that nobody answers, rejects", async () => {
    const { call } = await answers({ status: 400, body: "?" });
    await expect(call()).rejects.toMatchObject({ name: "UnknownError" });
    const nobody = awsJson(sqs, placeAt("http://127.0.0.1:2"));
    await expect(nobody("SendMessage", {})).rejects.toThrow("fetch failed");
  });
});
