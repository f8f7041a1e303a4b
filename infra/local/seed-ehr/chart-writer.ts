import * as z from "zod/mini";
import { type Resource, relativeReference } from "#infra/local/ehr/fhir/resource.ts";
import { identity } from "./identity.ts";
import type { Server } from "./server.ts";

/** What became of one record: the server's name for it, or the status it was refused with. */
export type Written =
  | { readonly is: "new" | "known"; readonly name: string }
  | { readonly is: "refused"; readonly status: number };

const Answers = z.object({
  entry: z.array(
    z.object({ response: z.object({ status: z.string(), location: z.optional(z.string()) }) }),
  ),
});
const Found = z.object({
  entry: z._default(z.array(z.object({ resource: z.object({ id: z.string() }) })), []),
});

/** Writes each record once, however often it is asked to: what has the record's identifier already, stays as it is. */
export async function writeAll(server: Server, records: readonly Resource[]): Promise<Written[]> {
  if (records.length > 1 && server.can.transaction) {
    const together = await atOnce(server, records);
    if (together) return together;
  }
  const all: Written[] = [];
  for (const record of records) all.push(await alone(server, record));
  return all;
}

/** In one transaction; undefined where the server would not have it so. */
async function atOnce(
  server: Server,
  records: readonly Resource[],
): Promise<Written[] | undefined> {
  const entry = records.map((resource) => ({
    fullUrl: `urn:uuid:${crypto.randomUUID()}`,
    resource,
    request: { method: "POST", url: resource.resourceType, ifNoneExist: identity(resource) },
  }));
  const reply = await server.ask({
    method: "POST",
    path: "",
    body: { resourceType: "Bundle", type: "transaction", entry },
  });
  const answers = z.safeParse(Answers, reply.body);
  if (reply.status !== 200 || !answers.success) return undefined;
  const written = answers.data.entry.map(({ response }) => named(response));
  return written.length === records.length && written.every((one) => one !== undefined)
    ? written.flatMap((one) => one ?? [])
    : undefined;
}

function named({ status, location }: { status: string; location?: string | undefined }) {
  const name = relativeReference(location);
  const is = status.startsWith("201") ? ("new" as const) : ("known" as const);
  return name === undefined ? undefined : { is, name };
}

async function alone(server: Server, record: Resource): Promise<Written> {
  const type = record.resourceType;
  const known = await findable(server, record);
  if (known) return { is: "known", name: known };
  const reply = await server.ask({
    method: "POST",
    path: `/${type}`,
    body: record,
    ifNoneExist: identity(record),
  });
  const name = relativeReference(reply.location) ?? idIn(reply.body, type);
  const taken = reply.status === 201 || reply.status === 200;
  if (!taken || name === undefined) return { is: "refused", status: reply.status };
  return { is: reply.status === 201 ? "new" : "known", name };
}

/** Not every server heeds If-None-Exist, and none says so when it does not. */
async function findable(server: Server, record: Resource): Promise<string | undefined> {
  const type = record.resourceType;
  const reply = await server.ask({ method: "GET", path: `/${type}?${identity(record)}` });
  const found = z.safeParse(Found, reply.body);
  const [first] = found.success ? found.data.entry : [];
  return first && `${type}/${first.resource.id}`;
}

function idIn(body: unknown, type: string): string | undefined {
  const parsed = z.safeParse(z.object({ id: z.string() }), body);
  return parsed.success ? `${type}/${parsed.data.id}` : undefined;
}
