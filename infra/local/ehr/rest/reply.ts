import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Refusal } from "#infra/local/ehr/fhir/refusal.ts";

/** What goes out over the wire. */
export interface Reply {
  status: number;
  body?: object | undefined;
  headers?: Record<string, string>;
}

export function send(response: ServerResponse, reply: Reply, truncated = false): void {
  const { bytes, headers } = sentAs(reply, truncated);
  response.writeHead(reply.status, headers);
  response.end(bytes);
}

/** A reply as the wire has it: cut in half when it is to be truncated, with the length of what is left. */
export function sentAs(
  { status, body, headers }: Reply,
  truncated = false,
): { bytes: Buffer<ArrayBuffer>; headers: Record<string, string> } {
  const whole = Buffer.from(body && status !== 304 ? JSON.stringify(body) : "");
  const bytes = truncated ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
  return {
    bytes,
    headers: {
      "content-type": "application/fhir+json; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": randomUUID(),
      ...headers,
      ...(status === 204 || status === 304 ? {} : { "content-length": String(bytes.length) }),
    },
  };
}

/** A Refusal says why; anything else is a bug of the simulator and says so. */
export function replyTo(error: unknown): Reply {
  if (error instanceof Refusal)
    return { status: error.status, body: error.outcome(), headers: error.headers };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : "Unknown error";
  return { status: 500, body: new Refusal(500, { code: "exception", text }).outcome() };
}
