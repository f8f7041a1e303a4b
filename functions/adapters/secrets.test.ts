import { expect, test } from "vitest";
import { awsJson, secretsManager } from "./aws-json.ts";
import { cachedSecrets, connectionSecrets } from "./secrets.ts";
import { placeAt, serveJson } from "./testing-wire.ts";

async function vault(texts: () => string | undefined) {
  const asked: string[] = [];
  let now = 0;
  const endpoint = await serveJson((_request, body) => {
    asked.push(JSON.parse(body).SecretId);
    const SecretString = texts();
    return SecretString === undefined
      ? { status: 400, body: { __type: "ResourceNotFoundException" } }
      : { status: 200, body: { SecretString } };
  });
  const read = cachedSecrets(awsJson(secretsManager, placeAt(endpoint)), () => now);
  return { read, asked, skip: (ms: number) => (now += ms) };
}

test("a secret is read once in five minutes, however many ask at once, and then anew", async () => {
  let text = "first";
  const { read, asked, skip } = await vault(() => text);
  expect(await Promise.all(Array.from({ length: 20 }, () => read("arn:1")))).toEqual(
    Array(20).fill("first"),
  );
  text = "rotated";
  skip(5 * 60_000 - 1);
  expect(await read("arn:1")).toBe("first");
  skip(1);
  expect(await read("arn:1")).toBe("rotated");
  expect(asked).toEqual(["arn:1", "arn:1"]);
});

test("a failure is not kept", async () => {
  let text: string | undefined;
  const { read } = await vault(() => text);
  await expect(read("arn:1")).rejects.toThrow();
  text = "there now";
  expect(await read("arn:1")).toBe("there now");
});

test("a connection's secret is parsed; unknown connections and wrong secrets are refused", async () => {
  let text = JSON.stringify({ baseUrl: "https://ehr.test", webhookSecret: "s", more: 1 });
  const { read, skip } = await vault(() => text);
  const secrets = connectionSecrets(read, { demo: "arn:1" });
  expect(await secrets.read("demo")).toEqual({ baseUrl: "https://ehr.test", webhookSecret: "s" });
  expect(secrets.ids()).toEqual(["demo"]);
  for (const id of ["other", "__proto__", "constructor"])
    await expect(secrets.read(id)).rejects.toThrow("no such connection");
  skip(600_000);
  text = JSON.stringify({ baseUrl: 7 });
  await expect(secrets.read("demo")).rejects.toThrow();
});
