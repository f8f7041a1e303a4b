import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { originOf } from "./gateway.ts";
import { StartProblem } from "./start-problem.ts";

/** The one port the browser uses. It is taken first, so that a taken port is known before anything else starts. */
export interface EdgeServer {
  origin: string;
  serve(answer: (...exchange: Parameters<RequestListener>) => Promise<void>): void;
  close(): void;
}

export async function openEdge(port: number): Promise<EdgeServer> {
  const server = createServer();
  await listen(server, port);
  server.keepAliveTimeout = 65_000;
  const starting: RequestListener = (_, response) => {
    response.writeHead(503, { "content-type": "application/json", "retry-after": "1" });
    response.end('{"message":"Service Unavailable"}');
  };
  server.on("request", starting);
  return {
    origin: originOf(server).replace("127.0.0.1", "localhost"),
    serve: (answer) => {
      server.off("request", starting);
      server.on("request", (request, response) => {
        answer(request, response).catch(() => {
          if (response.headersSent) {
            response.destroy();
          } else {
            response.writeHead(500, { "content-type": "application/json" });
            response.end('{"message":"Internal Server Error"}');
          }
        });
      });
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    throw isPortTaken(error) ? portTaken("PORT", port) : error;
  }
}

export const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EADDRINUSE";

export const portTaken = (variable: string, port: number) =>
  new StartProblem(
    `Port ${port} is taken by another program. Stop it, or set ${variable} to a free port.`,
  );
