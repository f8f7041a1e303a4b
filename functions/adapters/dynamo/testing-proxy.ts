import { createServer, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach } from "vitest";

/** What happens to one call on its way: its reply is lost after it was carried out, or it is refused before. */
export type Mishap =
  | "lose-reply"
  | { readonly error: string; readonly reasons?: readonly string[] };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** For tests: stands before the emulator; the mishaps named for an operation befall its calls in turn. */
export async function proxyBefore(endpoint: string, mishaps: Record<string, Mishap[]>) {
  const seen: string[] = [];
  const server = createServer(async (incoming, reply) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    seen.push(operation);
    const mishap = mishaps[operation]?.shift();
    const body = await buffer(incoming);
    if (mishap !== undefined && mishap !== "lose-reply") {
      reply.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
      reply.end(JSON.stringify(refusal(mishap)));
      return;
    }
    const answer = await forward(endpoint, incoming, body);
    if (mishap === "lose-reply") {
      reply.destroy();
      return;
    }
    reply.writeHead(answer.status, answer.headers);
    reply.end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, seen };
}

const refusal = ({ error, reasons }: Exclude<Mishap, string>) => ({
  __type: `com.amazonaws.dynamodb.v20120810#${error}`,
  message: `${error} (injected)`,
  ...(reasons ? { CancellationReasons: reasons.map((Code) => ({ Code })) } : {}),
});

function forward(endpoint: string, { url, method, headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>(
    (resolve, reject) => {
      const onward = request(`${endpoint}${url}`, { method, headers }, async (answer) =>
        resolve({
          status: answer.statusCode ?? 500,
          headers: answer.headers,
          body: await buffer(answer),
        }),
      );
      onward.on("error", reject);
      onward.end(body);
    },
  );
}
