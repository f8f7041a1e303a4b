import { expect, test } from "vitest";
import * as z from "zod/mini";
import { fullPath } from "#domain/api.ts";
import { openapi, routeTables } from "./openapi.ts";

const Parameter = z.strictObject({
  in: z.enum(["path", "query", "header"]),
  name: z.string().check(z.minLength(1)),
  required: z.boolean(),
  schema: z.looseObject({}),
});
const Content = z.record(z.string(), z.strictObject({ schema: z.looseObject({}) }));
const Operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.optional(z.array(Parameter)),
  requestBody: z.optional(z.strictObject({ required: z.boolean(), content: Content })),
  responses: z.record(
    z.string().check(z.regex(/^[1-5]\d\d$/)),
    z.strictObject({ description: z.string(), content: z.optional(Content) }),
  ),
});
/** What OpenAPI 3.1 demands of a document, as far as ours goes. */
const Document = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(
    z.string().check(z.regex(/^\/[\w./{}-]+$/)),
    z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), Operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({ type: z.literal("apiKey"), in: z.string(), name: z.string() }),
    ),
  }),
});

const made = openapi();
const document = Document.parse(JSON.parse(JSON.stringify(await made())));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const routes = Object.values(routeTables).flatMap((table) => Object.values(table));

test("describes every route of every table, once", () => {
  const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(described.sort()).toEqual(
    routes.map((route) => `${route.method} ${fullPath(route)}`).sort(),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("is made once and given again", async () => {
  expect(await made()).toBe(await made());
});

test("declares exactly the parameters that stand in a path", () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((p) => p.in === "path");
    expect(declared.map((p) => p.name)).toEqual(named);
    expect(declared.every((p) => p.required)).toBe(true);
  }
});

test("points only at security schemes and schemas that exist", () => {
  const known = Object.keys(document.components.securitySchemes);
  for (const { operation } of operations)
    for (const scheme of operation.security) expect(known).toContain(Object.keys(scheme)[0]);
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  const names = [...references].map(([, name]) => name ?? "");
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(document.components.schemas).toHaveProperty(name);
});

test("says where a key and a patient may be named, and what each refusal's codes are", () => {
  const book = document.paths["/api/appointments"]?.post;
  expect(book?.parameters).toContainEqual(
    expect.objectContaining({ in: "header", name: "Idempotency-Key" }),
  );
  expect(JSON.stringify(book?.requestBody)).toContain('"patientId"');
  expect(JSON.stringify(book?.responses["409"])).toContain('"appointments.slot-taken"');
  const list = document.paths["/api/appointments"]?.get;
  expect(list?.parameters).toContainEqual(
    expect.objectContaining({ in: "query", name: "patientId", required: false }),
  );
  const signIn = document.paths["/api/session"]?.post;
  expect(signIn?.security).toEqual([]);
  expect(Object.keys(signIn?.responses ?? {})).toEqual(
    expect.arrayContaining(["200", "400", "401", "403", "413", "415", "422", "429", "500", "503"]),
  );
  expect(document.paths["/api/session"]?.delete?.responses["204"]).toEqual({
    description: "Done.",
  });
});

test("holds no schema that refuses everything or names another dialect", () => {
  expect(JSON.stringify(document)).not.toMatch(/"\$schema"|"not":\{\}/);
});
