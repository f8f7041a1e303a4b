import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import {
  type Call,
  caller,
  type TestKernel,
  testKernel,
} from "#functions/adapters/testing-kernel.ts";
import { lambda } from "./lambda.ts";
import { notes, notesApi } from "./testing-notes.ts";

let house: TestKernel;
let call: ReturnType<typeof caller>;
let ada: string;

beforeAll(async () => {
  house = testKernel(await freshTable());
  const unlimited = { count: async () => 1, peek: async () => 0 };
  const kernel = { ...house.kernel, limits: unlimited };
  call = caller(lambda(notesApi, notes(kernel, new Map()), kernel));
  ada = await house.signIn();
});

const post = (body: unknown, more: Partial<Call> = {}) =>
  call({ route: "POST /api/notes", cookie: ada, body, ...more });

/** Refused or, where it happens to be right, carried out; never a fault of ours. `test/faults/bad-input` sends the rest. */
async function bears(sent: () => Promise<{ status: number }>): Promise<void> {
  const { status } = await sent();
  expect(status).toBeLessThan(500);
  expect(house.errors).toEqual([]);
}

const escaped = '\\"'.repeat(30_000);
const bodies: Record<string, string> = {
  "a depth bomb of arrays": "[".repeat(60_000),
  "a depth bomb inside a field": `{"id":"n","text":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
  "a depth bomb of objects": '{"a":'.repeat(12_000),
  "a string that never closes": `{"id":"${escaped}`,
  "a string of escapes": `{"id":"${escaped}"}`,
  "brackets inside a string": `{"id":"n","text":"${"[".repeat(1000)}"}`,
  "a backslash at the end": '{"id":"\\',
  "__proto__ as a field": '{"__proto__":{"id":"n"},"id":"n1","text":"x"}',
  "constructor as a field": '{"constructor":{"prototype":{"x":1}},"id":"n1","text":"x"}',
  "__proto__ as an id": '{"id":"__proto__","text":"x"}',
  "a NUL": '{"id":"n\\u0000","text":"a\\u0000b"}',
  "a raw NUL": '{"id":"n","text":"a\u0000b"}',
  "a lone surrogate": '{"id":"n2","text":"a\\ud800b"}',
  "bidi overrides": '{"id":"n3","text":"a\\u202eb"}',
  "a huge number": '{"id":1e400,"text":-1e400}',
  "a long number": `{"id":${"9".repeat(50_000)},"text":"x"}`,
  "fields twice": '{"id":"n4","id":"n5","text":"x","text":"y"}',
  "an empty text": "",
  "only blanks": "  \n ",
  null: "null",
  "a list": "[]",
  "a word": '"text"',
  "half a text": '{"id":"n","te',
  "a byte order mark": '\ufeff{"id":"n","text":"x"}',
  "many fields": `{${Array.from({ length: 4000 }, (_, i) => `"f${i}":${i}`).join(",")}}`,
};

for (const [name, body] of Object.entries(bodies))
  test(`bears ${name}`, () => bears(() => post(body)));

test("a text is stored only when it is well-formed and free of controls", async () => {
  for (const name of ["a NUL", "a lone surrogate", "bidi overrides", "__proto__ as a field"])
    expect([name, (await post(bodies[name])).status]).toEqual([name, 422]);
  expect((await post('{"id":"polluted","text":"x"}')).body).not.toHaveProperty("x");
});

test("no field that the schema does not name is accepted, wherever it stands", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.jsonValue(), async (name, value) => {
      fc.pre(!["id", "text", "patientId"].includes(name));
      const body = `{${JSON.stringify(name)}:${JSON.stringify(value)},"id":"extra","text":"x"}`;
      expect((await post(body)).status).toBe(422);
    }),
    { numRuns: 400 },
  );
});
