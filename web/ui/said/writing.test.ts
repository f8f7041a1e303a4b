import { expect, it } from "vitest";
import { ApiProblem } from "#web/api/problem.ts";
import { createWriting } from "./writing.ts";

const refusing = (problem?: ApiProblem) => {
  const sent: string[][] = [];
  const send = async (words: string, key: string) => {
    sent.push([words, key]);
    if (problem) throw problem;
  };
  return { sent, send };
};

it("sends what was written once, trimmed, and is empty then", async () => {
  const writing = createWriting();
  const { sent, send } = refusing();
  writing.setWords("  My knee hurts.\n");
  await Promise.all([writing.send(send), writing.send(send)]);
  expect(sent.map(([words]) => words)).toEqual(["My knee hurts."]);
  expect(writing.words()).toBe("");
});

it("asks for words where there are none", async () => {
  const writing = createWriting();
  const { sent, send } = refusing();
  writing.setWords(" \n ");
  await writing.send(send);
  expect([writing.problem(), sent]).toEqual(["empty", []]);
});

it("sends the very same again under the same key where no answer came, whatever changed meanwhile", async () => {
  const writing = createWriting();
  const lost = refusing(new ApiProblem("offline"));
  writing.setWords("My knee hurts.");
  await writing.send(lost.send);
  expect([writing.uncertain(), writing.words()]).toEqual([true, "My knee hurts."]);
  const other = refusing();
  await writing.send(other.send);
  expect(other.sent).toEqual([]);
  expect(lost.sent).toHaveLength(2);
  expect(lost.sent[0]).toEqual(lost.sent[1]);
});

it("is a new try under a new key after a refusal", async () => {
  const writing = createWriting();
  const full = refusing(new ApiProblem("request.too-many", { status: 429 }));
  writing.setWords("My knee hurts.");
  await writing.send(full.send);
  expect([writing.uncertain(), writing.words()]).toEqual([false, "My knee hurts."]);
  const next = refusing();
  await writing.send(next.send);
  expect(writing.words()).toBe("");
  expect(next.sent[0]?.[1]).not.toBe(full.sent[0]?.[1]);
});
