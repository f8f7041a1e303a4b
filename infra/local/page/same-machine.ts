import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A name that only leads here by DNS trickery is refused, or any web page could read the outbox. */
export const addressedLocally = (request: IncomingMessage): boolean =>
  LOOPBACK.test(request.headers.host ?? "");

/** A browser always names the origin of a POST. Without one it is a tool of the operator, such as curl. */
export function sentFromHere(request: IncomingMessage, origin: string): boolean {
  const { origin: sender, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (sender !== undefined) return sender === origin || sender === `http://${host}`;
  return site === undefined || site === "same-origin" || site === "none";
}
