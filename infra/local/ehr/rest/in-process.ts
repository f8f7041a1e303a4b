import type { Ending, FrontDoor } from "./front-door.ts";
import { sentAs } from "./reply.ts";

/**
 * `fetch` for callers in the simulator's own process, for text bodies: the same front door without sockets between. A
 * broken connection rejects as undici has it; a hanging one when the caller gives up.
 */
export function fetchFrom(door: FrontDoor): typeof fetch {
  return async (input, init = {}) => {
    const { method = "GET", headers, body, signal } = init;
    signal?.throwIfAborted();
    const sent = {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      bytes: Buffer.from(typeof body === "string" ? body : ""),
    };
    const url = new URL(input instanceof Request ? input.url : input);
    return received(await door.attend(sent, url), signal);
  };
}

function received(ending: Ending, signal: AbortSignal | null | undefined) {
  if (ending.is === "hanging") return aborted(signal);
  if (ending.is === "broken") throw closed();
  const { status } = ending.reply;
  const { bytes, headers } = sentAs(ending.reply, ending.truncated);
  return new Response(status === 204 || status === 304 ? null : bytes, { status, headers });
}

const closed = () =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });

const aborted = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(signal?.reason);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
