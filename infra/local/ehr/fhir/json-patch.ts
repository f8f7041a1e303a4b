import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { refuse } from "./refusal.ts";
import { isRecord } from "./resource.ts";

const Operation = z.object({
  op: z.enum(["add", "remove", "replace", "test", "move", "copy"]),
  path: z.string(),
  from: z.optional(z.string()),
  value: z.optional(z.unknown()),
});
type Operation = z.infer<typeof Operation>;

const Operations = z.array(Operation);

/** RFC 6902 on a copy: the document given stays as it was, also when a step fails. */
export function patched(document: object, operations: unknown): unknown {
  const parsed = Operations.safeParse(operations);
  if (!parsed.success)
    throw refuse.malformed("A JSON Patch is a list of operations, each with op and path");
  const holder = { root: structuredClone<unknown>(document) };
  for (const operation of parsed.data) steps[operation.op](holder, operation);
  return holder.root;
}

interface Holder {
  root: unknown;
}

const steps: Record<Operation["op"], (holder: Holder, operation: Operation) => void> = {
  add: (holder, { path, value }) => put(holder, path, value),
  remove: (holder, { path }) => {
    take(holder, path);
  },
  replace: (holder, { path, value }) => {
    look(holder, path);
    if (Array.isArray(parentOf(holder, path).parent)) take(holder, path);
    put(holder, path, value);
  },
  move: (holder, { path, from = "" }) => put(holder, path, take(holder, from)),
  copy: (holder, { path, from = "" }) => put(holder, path, structuredClone(look(holder, from))),
  test: (holder, { path, value }) => {
    if (!isDeepStrictEqual(look(holder, path), value))
      throw refuse.unprocessable("processing", `Patch test failed at ${path}`);
  },
};

function parentOf(holder: object, path: string): { parent: unknown; last: string } {
  if (path !== "" && !path.startsWith("/")) throw absent(path);
  const segments = path.split("/").map((one) => one.replaceAll("~1", "/").replaceAll("~0", "~"));
  segments[0] = "root";
  const last = segments.pop() ?? "root";
  return { parent: segments.reduce<unknown>((value, key) => child(value, key), holder), last };
}

function child(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return parent[Number(key)];
  return isRecord(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function look(holder: object, path: string): unknown {
  const { parent, last } = parentOf(holder, path);
  const found = child(parent, last);
  if (found === undefined) throw absent(path);
  return found;
}

function take(holder: object, path: string): unknown {
  const found = look(holder, path);
  const { parent, last } = parentOf(holder, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isRecord(parent)) delete parent[last];
  return found;
}

function put(holder: object, path: string, value: unknown): void {
  const { parent, last } = parentOf(holder, path);
  if (Array.isArray(parent)) insert(parent, last, value);
  else if (isRecord(parent) && last !== "__proto__") parent[last] = value;
  else throw absent(path);
}

function insert(list: unknown[], place: string, value: unknown): void {
  const index = place === "-" ? list.length : Number(place);
  if (!Number.isInteger(index) || index < 0 || index > list.length) throw absent(place);
  list.splice(index, 0, value);
}

const absent = (path: string) =>
  refuse.unprocessable("processing", `Patch path ${path} does not exist`);
