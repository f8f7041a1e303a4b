import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";
import type { Place } from "./aws-json.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** For tests: a small server whose answers are given by the test, for a real client to speak to. */
export async function serveJson(
  answer: (request: IncomingMessage, body: string) => { status: number; body: unknown },
): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(request, await text(request));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** Where such a server stands for an AWS service. */
export const placeAt = (endpoint: string): Place => ({
  endpoint,
  region: "us-east-1",
  credentials: async () => ({ accessKeyId: "local", secretAccessKey: "local" }),
});
