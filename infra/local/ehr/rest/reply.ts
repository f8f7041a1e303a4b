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
  const text = reply.body && reply.status !== 304 ? JSON.stringify(reply.body) : "";
  const whole = Buffer.from(text);
  const bytes = truncated ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
  response.writeHead(reply.status, {
    "content-type": "application/fhir+json; charset=utf-8",
    "cache-control": "no-store",
    "x-request-id": randomUUID(),
    ...reply.headers,
    ...(reply.status === 204 || reply.status === 304 ? {} : { "content-length": bytes.length }),
  });
  response.end(bytes);
}

/** A Refusal says why; anything else is a bug of the simulator and says so. */
export function replyTo(error: unknown): Reply {
  if (error instanceof Refusal)
    return { status: error.status, body: error.outcome(), headers: error.headers };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : "Unknown error";
  return { status: 500, body: new Refusal(500, { code: "exception", text }).outcome() };
}
