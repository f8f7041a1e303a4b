import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Queues } from "./sqs.ts";
import { stackOf } from "./testing/stack-of.ts";

const stack = stackOf({
  Dead: { Type: "AWS::SQS::Queue", Properties: {} },
  Bell: {
    Type: "AWS::SQS::Queue",
    Properties: {
      VisibilityTimeout: 10,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 2 },
    },
  },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bell() {
  const queues = new Queues(stack);
  const [dead, queue] = queues.list();
  if (!dead || !queue) {
    throw new Error("The stack has two queues");
  }
  return { dead, queue };
}

const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body);

test("a received message is hidden until its visibility timeout, then comes again", () => {
  const { queue } = bell();
  queue.send({ body: "a" });
  expect(bodies(queue.receive(10))).toEqual(["a"]);
  expect(queue.receive(10)).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(queue.receive(10)).toMatchObject([{ body: "a", receives: 2 }]);
});

test("a message that came too often goes to the dead-letter queue", () => {
  const { queue, dead } = bell();
  queue.send({ body: "a" });
  queue.receive(1, 0);
  queue.receive(1, 0);
  expect(queue.receive(1)).toEqual([]);
  expect([bodies(queue.messages), bodies(dead.messages)]).toEqual([[], ["a"]]);
});

test("an old receipt neither deletes nor hides a message that came again", () => {
  const { queue } = bell();
  queue.send({ body: "a" });
  const [first] = queue.receive(1, 0).map(({ receipt = "" }) => receipt);
  queue.receive(1);
  queue.remove(first ?? "");
  expect(queue.changeVisibility(first ?? "", 0)).toBe(false);
  expect(queue.messages).toHaveLength(1);
});

test("a delayed message waits, and a changed visibility counts from now", () => {
  const { queue } = bell();
  queue.send({ body: "later", delaySeconds: 5 });
  expect(queue.receive(1)).toEqual([]);
  vi.advanceTimersByTime(5000);
  const [message] = queue.receive(1);
  expect(queue.changeVisibility(message?.receipt ?? "", 2)).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(bodies(queue.receive(1))).toEqual(["later"]);
});
