import type { FrontDoor } from "./front-door.ts";
import { sentAs } from "./reply.ts";

/**
 * `fetch` for callers in the simulator's own process: the same front door without sockets between. A broken connection
 * rejects as undici has it; a hanging one until the caller gives up.
 */
export function fetchFrom(door: FrontDoor): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const sent = {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      bytes: Buffer.from(await request.arrayBuffer()),
    };
    request.signal.throwIfAborted();
    const ending = await door.attend(sent, new URL(request.url));
    if (ending.is === "broken") throw closed();
    if (ending.is === "hanging") return await never(request.signal);
    const { status } = ending.reply;
    const { bytes, headers } = sentAs(ending.reply, ending.truncated);
    return new Response(status === 204 || status === 304 ? null : bytes, { status, headers });
  };
}

const closed = () =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
