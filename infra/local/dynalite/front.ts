import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import * as z from "zod/mini";
import type { Output } from "./engine.ts";
import { DynamoRefusal, invalid } from "./refusal.ts";
import type { Tables } from "./tables.ts";

const Body = z.record(z.string(), z.unknown());

/** The tables behind DynamoDB's wire format. Who calls is not looked at: the runner has done that. */
export function frontOf(tables: Tables): Server {
  return createServer((request, reply) => {
    // A client that goes away in the middle has nothing to be told.
    answer(tables, request, reply).catch(() => reply.destroy());
  });
}

async function answer(
  tables: Tables,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    reply.end("healthy");
    return;
  }
  const [service = "", operation = ""] = String(request.headers["x-amz-target"]).split(".");
  try {
    const input = z.parse(Body, await json(request));
    send(reply, 200, await tables.answer(service, operation, input));
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    const { status, body } = refused(error);
    send(reply, status, body);
  }
}

function send(reply: ServerResponse, status: number, body: Output): void {
  reply.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  reply.end(JSON.stringify(body));
}

function refused(error: unknown): { status: number; body: Output } {
  if (error instanceof z.core.$ZodError || error instanceof SyntaxError) {
    return refused(invalid(error.message));
  }
  if (error instanceof DynamoRefusal) {
    const __type = `com.amazonaws.dynamodb.v20120810#${error.type}`;
    return { status: 400, body: { __type, message: error.message, ...error.details } };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const __type = "com.amazonaws.dynamodb.v20120810#InternalServerError";
  return { status: 500, body: { __type, message } };
}
