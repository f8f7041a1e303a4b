import { expect, test } from "vitest";
import { awsJson, sqs } from "./aws-json.ts";
import { sqsQueue } from "./queue.ts";
import { placeAt, serveJson } from "./testing-wire.ts";

test("rings with JSON and a delay that SQS takes; a queue that refuses is told of", async () => {
  const seen: { QueueUrl: string; MessageBody: string; DelaySeconds: number }[] = [];
  const endpoint = await serveJson((_request, body) => {
    const message = JSON.parse(body);
    seen.push(message);
    if (message.MessageBody.includes("refuse")) return { status: 400, body: { __type: "NoQueue" } };
    return { status: 200, body: { MessageId: "1" } };
  });
  const queue = sqsQueue(awsJson(sqs, placeAt(endpoint)), `${endpoint}/0/bells`);
  await queue.send({ practiceId: "demo", poll: true });
  await queue.send({ id: "row" }, 4000);
  await queue.send({ id: "row" }, -3.2);
  expect(
    seen.map(({ MessageBody, DelaySeconds }) => [JSON.parse(MessageBody), DelaySeconds]),
  ).toEqual([
    [{ practiceId: "demo", poll: true }, 0],
    [{ id: "row" }, 900],
    [{ id: "row" }, 0],
  ]);
  await expect(queue.send("refuse")).rejects.toThrow();
});
