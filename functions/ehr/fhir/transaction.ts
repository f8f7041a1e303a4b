import * as z from "zod/mini";
import { loose, Raw } from "./elements.ts";
import type { Failure } from "./failure.ts";
import type { Transport } from "./transport.ts";

export interface Entry {
  readonly method: "PUT" | "POST";
  readonly url: string;
  readonly resource: Raw;
  readonly ifMatch?: string | undefined;
  readonly ifNoneExist?: string | undefined;
}

export interface EntryReply {
  readonly ok: boolean;
  readonly status: number;
  readonly location?: string | undefined;
  readonly etag?: string | undefined;
  readonly resource?: Raw | undefined;
}

export type Committed =
  | { readonly is: "committed"; readonly entries: readonly EntryReply[] }
  /** The server calls this a transaction and carried out a part of it. */
  | { readonly is: "mixed"; readonly entries: readonly EntryReply[] }
  | Failure;

const Response = z.object({
  resourceType: z.literal("Bundle"),
  entry: z.array(
    z.object({
      resource: loose(Raw),
      response: z.object({
        status: z.string(),
        location: loose(z.string()),
        etag: loose(z.string()),
      }),
    }),
  ),
});

/** All entries or none, as far as the server keeps that promise: `mixed` says it did not. */
export async function commit(
  http: Transport,
  entries: readonly Entry[],
  { signal, key }: { signal: AbortSignal; key: string },
): Promise<Committed> {
  const reply = await http.send({
    method: "POST",
    path: "",
    body: { resourceType: "Bundle", type: "transaction", entry: entries.map(bundled) },
    headers: { "x-request-id": key },
    signal,
  });
  if (reply.is !== "ok") return reply;
  const parsed = z.safeParse(Response, reply.body);
  if (!parsed.success || parsed.data.entry.length !== entries.length)
    return { is: "unknown", code: "unreadable-reply" };
  const answers = parsed.data.entry.map(({ resource, response }): EntryReply => {
    const status = Number.parseInt(response.status, 10);
    return { ...response, resource, status, ok: status >= 200 && status < 300 };
  });
  return { is: answers.every(({ ok }) => ok) ? "committed" : "mixed", entries: answers };
}

function bundled({ method, url, resource, ifMatch, ifNoneExist }: Entry, index: number): object {
  const name = `urn:uuid:00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`;
  return {
    // A name inside the Bundle, for servers that want one for what is created.
    ...(method === "POST" ? { fullUrl: name } : {}),
    resource,
    request: {
      method,
      url,
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(ifNoneExist === undefined ? {} : { ifNoneExist }),
    },
  };
}
