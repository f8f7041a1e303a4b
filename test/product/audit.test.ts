import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Health } from "#domain/ops.ts";
import { AuditData } from "#functions/adapters/dynamo/audits.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { chainsOf } from "#functions/audit/codes.ts";
import { verify } from "#functions/audit/verify.ts";
import { tableOf } from "#infra/local/demo/provision.ts";
import type { AuditEntry } from "#ports/audit.ts";
import { figure } from "#test/fixtures/figure.ts";
import { everyRoute, isForStaff, isSigned, NOWHERE, requestFor, writes } from "./every-route.ts";
import { book, openTimes, type Person } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

const SEALED_MS = 60_000;

let portal: Product;
let ada: Person;
let grace: Person;
let frontDesk: Person;

beforeAll(async () => {
  portal = await openProduct();
  [ada, grace, frontDesk] = await Promise.all([
    portal.signIn("ada@example.test"),
    portal.signIn("grace@example.test"),
    portal.signIn("frontdesk@example.test"),
  ]);
});
afterAll(() => portal?.close());

const entries = async (): Promise<AuditEntry[]> =>
  (await portal.items())
    .filter(({ sk }) => sk === "AUDIT")
    .map(({ data }) => AuditData.parse(data));

const shown = (bar: string, entered: number) =>
  figure({
    promise: "17",
    bar,
    value: `${entered} entries`,
    command:
      "DEEP=1 npx vitest run --root . --config test/vitest.config.ts --project node test/product/audit.test.ts",
    tried: entered,
  });

/** What the audit says more after than before. */
async function addedBy(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = new Set((await entries()).map(({ id }) => id));
  await work();
  return (await entries()).filter(({ id }) => !before.has(id));
}

const shapes = (added: readonly AuditEntry[]) =>
  added
    .map(({ action, outcome, code, patients }) =>
      [action, outcome, code ?? "-", patients.join()].join(" "),
    )
    .sort();

test("sixteen reads of one chart at once all answer, with one entry each", async () => {
  await ada.call("GET /api/appointments");
  const added = await addedBy(async () => {
    const reads = Array.from({ length: 16 }, () => ada.call("GET /api/appointments"));
    for (const { status } of await Promise.all(reads)) expect(status).toBe(200);
  });
  expect(shapes(added)).toEqual(Array(16).fill("GET /api/appointments done - patient-ada"));
  shown("16 readings of one chart at once answer 200 and leave one entry each", added.length);
});

test("whatever becomes of a request about a chart, it leaves exactly one entry", async () => {
  const [one, two] = await openTimes(ada);
  const slotId = one?.id ?? "";
  const key = { "idempotency-key": "once" };
  const added = await addedBy(async () => {
    const booked = await book(ada, slotId, key);
    const path = `/api/appointments/${booked.body.id}`;
    await book(ada, slotId, key);
    await book(grace, slotId);
    await grace.call(`GET ${path}`);
    await grace.call("GET /api/appointments?patientId=patient-ada");
    await grace.call("GET /api/appointments?patientId=patient-grace-child");
    await frontDesk.call("GET /api/appointments");
    await ada.call("GET /api/practice/schedule");
    await ada.call(`POST ${path}/reschedule`, { body: { slotId: two?.id } });
    await ada.call(`GET ${path}/calendar`);
    await ada.call(`GET /api/write-backs/${NOWHERE}`);
    await ada.call(`POST ${path}/cancel`);
    await ada.call("GET /api/session");
    await ada.call("GET /api/health");
    await portal.stranger.call("GET /api/appointments");
  });
  expect(shapes(added)).toEqual(
    [
      "POST /api/appointments done - patient-ada",
      "POST /api/appointments done - patient-ada",
      "POST /api/appointments refused appointments.slot-taken patient-grace",
      "GET /api/appointments/{id} refused not-found patient-grace",
      "GET /api/appointments refused relation ",
      "GET /api/appointments done - patient-grace-child",
      "GET /api/appointments refused role ",
      "GET /api/practice/schedule refused role ",
      "POST /api/appointments/{id}/reschedule done - patient-ada",
      "GET /api/appointments/{id}/calendar done - patient-ada",
      "GET /api/write-backs/{id} refused not-found patient-ada",
      "POST /api/appointments/{id}/cancel done - patient-ada",
    ].sort(),
  );
});

test("a day's schedule is one entry that names every patient on it", async () => {
  let shown: string[] = [];
  const added = await addedBy(async () => {
    const { status, body } = await frontDesk.call("GET /api/practice/schedule");
    expect(status).toBe(200);
    shown = (body.items ?? []).map(({ patientId = "" }) => patientId);
  });
  expect(added).toHaveLength(1);
  expect([...(added[0]?.patients ?? [])].sort()).toEqual([...new Set(shown)].sort());
});

test(
  "within a minute every entry stands once in each of its chains, and the chains prove it",
  async () => {
    const isOpen = ({ gsi1pk }: { gsi1pk?: string | undefined }) => gsi1pk?.startsWith("UNSEALED#");
    await vi.waitFor(async () => expect((await portal.items()).filter(isOpen)).toEqual([]), {
      timeout: SEALED_MS,
      interval: 250,
    });
    const audits = await entries();
    const expected = new Map<string, string[]>();
    for (const audit of audits)
      for (const chain of chainsOf(audit))
        expected.set(chain, [...(expected.get(chain) ?? []), audit.id]);
    expect(expected.size).toBeGreaterThan(3);
    const chains = dynamoChains(tableOf(portal));
    const key = portal.secrets.named("AuditKey")?.value ?? "";
    expect(key.length).toBeGreaterThanOrEqual(32);
    for (const [chain, ids] of expected) {
      const { links, head } = await chains.read(chain);
      expect(verify(key, { chain, links, head, unsealed: audits })).toEqual({
        faults: [],
        unsealed: [],
      });
      expect(links.map(({ auditId }) => auditId).sort(), chain).toEqual([...ids].sort());
    }
    shown("within 60 s every entry stands once in each of its sealed chains", audits.length);
  },
  SEALED_MS + 10_000,
);

test("the daily run verifies and anchors them; what was changed since is found, and health says so", async () => {
  const verifier = portal.schedules.find((name) => name.includes("AuditVerifier")) ?? "";
  const audit = async () => {
    const { text } = await portal.stranger.call("GET /api/health");
    const { dependencies } = Health.parse(JSON.parse(text));
    return dependencies.filter(({ name }) => name === "audit").map(({ status }) => status);
  };
  expect(await portal.fireSchedule(verifier)).toMatchObject({ ok: true });
  expect(await audit()).toEqual(["ready"]);
  // By its own role it reached the bucket that nobody can delete from: the day that is over is there.
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const archived = (await portal.items()).find(({ pk }) => pk === "ARCHIVED#demo");
  expect(archived?.data).toEqual({ day: yesterday });
  const links = (await portal.items()).filter(
    ({ pk, sk }) => pk === "CHAIN#demo#patient#patient-ada" && sk !== "HEAD",
  );
  const [link] = links;
  if (!link) throw new Error("Ada has no chain.");
  await tableOf(portal).apply({ remove: { pk: link.pk, sk: link.sk } });
  await ada.call("GET /api/appointments");
  await vi.waitFor(
    async () => {
      expect(await portal.fireSchedule(verifier)).toMatchObject({ ok: true });
      expect(await audit()).toEqual(["degraded"]);
    },
    { timeout: SEALED_MS, interval: 500 },
  );
});

test("whatever can be read is read with the rights of its own function", async () => {
  const clinician = await portal.signIn("clinician@example.test");
  const admin = await portal.signIn("admin@example.test");
  for (const any of everyRoute.filter((one) => !writes(one) && !isSigned(one))) {
    const { what } = requestFor(any);
    for (const person of isForStaff(any) ? [frontDesk, clinician, admin] : [ada])
      expect([200, 403, 404, 422]).toContain((await person.call(what)).status);
  }
  expect(portal.denials).toEqual([]);
});
