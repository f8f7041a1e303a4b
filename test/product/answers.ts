import { expect } from "vitest";
import * as z from "zod/mini";
import { problemCodes } from "#domain/problem.ts";

const text = z.optional(z.string());
const WriteBack = z.object({ state: z.string(), since: z.string(), reference: text });
const Entity = z.looseObject({
  id: z.string(),
  start: text,
  end: text,
  status: text,
  reason: text,
  slotId: text,
  expiresAt: text,
  patientId: text,
  sequence: z.optional(z.number()),
  writeBack: z.optional(WriteBack),
  change: z.optional(z.looseObject({ start: text, writeBack: WriteBack })),
});
export type Entity = z.infer<typeof Entity>;

/** Every body the portal sends, as far as tests look at it. */
const Body = z.looseObject({
  ...z.partial(Entity).shape,
  status: z.optional(z.union([z.string(), z.number()])),
  code: text,
  instance: text,
  message: text,
  cursor: text,
  items: z.optional(z.array(Entity)),
  slots: z.optional(z.array(Entity)),
});

export interface Answer {
  readonly what: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: z.infer<typeof Body>;
}

/** Words of the inside: none of them may stand in an answer. */
export const INSIDE =
  /\bat \S+ \(|\.ts\b|\.js:\d|node:|\/home\/|cdk\.out|Exception|TypeError|RangeError|SyntaxError|dynamo|AccessDenied|arn:aws|ECONN|undefined|\[object|zod|stack/i;
/** API Gateway's own refusals, which never reach a function. */
const GATEWAY: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  413: "Request Entity Too Large",
};

/** An answer, once it was found fit to be seen: no failure of ours, no words of the inside, every refusal a problem. */
export async function fitAnswer(what: string, reply: Response): Promise<Answer> {
  const raw = await reply.text();
  const answer = { what, status: reply.status, headers: reply.headers, text: raw };
  expect(answer.status, `${what}: ${raw}`).toBeLessThan(500);
  const isJson = reply.headers.get("content-type")?.includes("json") && raw !== "";
  const body = isJson ? Body.parse(JSON.parse(raw)) : {};
  if (reply.status >= 400) refusalIsFit({ ...answer, body });
  return { ...answer, body };
}

function refusalIsFit({ what, status, headers, text: raw, body }: Answer): void {
  const { slots: _times, ...words } = body;
  expect(JSON.stringify(words), what).not.toMatch(INSIDE);
  if (body.message !== undefined) {
    expect(raw, what).toBe(JSON.stringify({ message: GATEWAY[status] }));
    return;
  }
  expect(headers.get("content-type"), what).toMatch(/^application\/problem\+json/);
  expect(problemCodes(), what).toContain(body.code);
  expect(body, what).toMatchObject({ status, instance: expect.stringMatching(/^[\w-]{8,}$/) });
  expect(headers.get("cache-control"), what).toBe("no-store");
  expect(headers.get("x-content-type-options"), what).toBe("nosniff");
}
