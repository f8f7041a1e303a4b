import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { Route } from "#domain/api.ts";
import {
  Problem,
  type ProblemBody,
  type ProblemCode,
  problemStatus,
  problemTitle,
} from "#domain/problem.ts";
import { Answer } from "./access.ts";

export type Reply = APIGatewayProxyStructuredResultV2;

/** On every answer: data is never cached, sniffed, framed or sent along as a referrer. */
const SECURITY_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
} as const;

export function answerReply(route: Route, output: unknown, status = route.status ?? 200): Reply {
  const answer = output instanceof Answer ? output : new Answer(output);
  const base = {
    headers: { ...SECURITY_HEADERS, ...answer.headers },
    ...(answer.cookies.length > 0 ? { cookies: [...answer.cookies] } : {}),
  };
  if (status === 204) return { statusCode: 204, ...base };
  if (route.mediaType) return { statusCode: status, ...textReply(route, answer, base.headers) };
  if (route.file) return { statusCode: status, ...base, ...fileReply(route, answer, base.headers) };
  return {
    statusCode: status,
    ...base,
    headers: { ...base.headers, "content-type": "application/json; charset=utf-8" },
    // The schema is an allow-list: what it does not name does not leave. An answer that does not fit it is a bug.
    body: JSON.stringify(route.output.parse(answer.body)),
  };
}

function textReply(route: Route, answer: Answer<unknown>, headers: Record<string, string>) {
  const { body } = answer;
  const text = typeof body === "object" && body !== null && "text" in body ? String(body.text) : "";
  return {
    headers: { ...headers, "content-type": `${route.mediaType}; charset=utf-8` },
    body: text,
  };
}

const File = z.object({ contentType: z.string(), base64: z.string() });

/** A stranger's bytes: saved, never shown as a page of ours, and without any right where they are opened. */
function fileReply(route: Route, answer: Answer<unknown>, headers: Record<string, string>) {
  const { contentType, base64 } = File.parse(route.output.parse(answer.body));
  return {
    headers: {
      ...headers,
      "content-type": contentType,
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    },
    isBase64Encoded: true,
    body: base64,
  };
}

/** A refusal as RFC 9457 problem+json. Anything that is not a `Problem` is a bug and says nothing of itself. */
export function problemReply(error: unknown, requestId: string): Reply {
  const problem = error instanceof Problem ? error : new Problem("internal");
  const { code, details } = problem;
  const body: ProblemBody = {
    type: `urn:porchlight:problem:${code}`,
    title: problemTitle(code),
    status: problemStatus(code),
    code,
    instance: requestId,
    ...details,
  };
  return {
    statusCode: body.status,
    headers: {
      ...SECURITY_HEADERS,
      "content-type": "application/problem+json; charset=utf-8",
      ...(details.retryAfterSeconds ? { "retry-after": String(details.retryAfterSeconds) } : {}),
    },
    body: JSON.stringify(body),
  };
}

export const codeOf = (error: unknown): ProblemCode =>
  error instanceof Problem ? error.code : "internal";
