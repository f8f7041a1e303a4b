import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { localDay } from "#domain/time.ts";
import { demoPractice } from "#infra/local/demo/provision.ts";
import { deep } from "#test/fixtures/deep.ts";
import type { Entity } from "./answers.ts";
import { ehrSlotId } from "./chart.ts";
import { book, openTimes, type Person } from "./people.ts";
import { openProduct, type Product } from "./product.ts";

/** From the portal to the schedule, and from the EHR by its doorbell. */
const AT_ONCE_MS = 2_000;
/** From the EHR without a doorbell: one poll. */
const POLLED_MS = 15_000;

const rung = (template: string) => template;
/** The EHR's bell rings at a door that is not there. */
const unrung = (template: string) =>
  template.replaceAll("/api/webhooks/ehr/{connectionId}", "/api/webhooks/gone/{connectionId}");

describe.runIf(deep).each([
  { how: "with a doorbell", door: rung, arrivesMs: AT_ONCE_MS },
  { how: "by polling alone", door: unrung, arrivesMs: POLLED_MS },
])("$how", ({ door, arrivesMs }) => {
  let portal: Product;
  let ada: Person;
  let frontDesk: Person;

  beforeAll(async () => {
    portal = await openProduct({ change: door });
    [ada, frontDesk] = await Promise.all([
      portal.signIn("ada@example.test"),
      portal.signIn("frontdesk@example.test"),
    ]);
    // The portal has met its EHR: from now on the feed, not a page that is opened, keeps the schedule.
    const hasPolled = async () =>
      expect((await portal.items()).some(({ sk }) => sk === "SYNC")).toBe(true);
    await vi.waitFor(hasPolled, { timeout: 60_000, interval: 200 });
  });
  afterAll(() => portal?.close());

  const schedule = async (start: string): Promise<Entity[]> => {
    const day = localDay(start, demoPractice().timeZone);
    return (await frontDesk.call(`GET /api/practice/schedule?day=${day}`)).body.items ?? [];
  };
  const within = (timeout: number, seen: () => Promise<void>) =>
    vi.waitFor(seen, { timeout, interval: 100 });

  test("a booking made in the portal is on the schedule within two seconds", async () => {
    const [slot] = await openTimes(ada);
    await schedule(slot?.start ?? "");
    const { status, body } = await book(ada, slot?.id ?? "");
    expect(status).toBe(201);
    await within(AT_ONCE_MS, async () => {
      const ids = (await schedule(slot?.start ?? "")).map(({ id }) => id);
      expect(ids).toContain(body.id);
    });
  });

  test(`one made in the EHR is on the schedule and at the patient within ${arrivesMs / 1000} s`, async () => {
    const slot = (await openTimes(ada)).at(-1);
    const start = slot?.start ?? "";
    await schedule(start);
    await ada.call("GET /api/appointments");
    const made = await fetch(`${portal.ehrFhirUrl}/Appointment`, {
      method: "POST",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify({
        resourceType: "Appointment",
        status: "booked",
        start,
        end: slot?.end,
        slot: [{ reference: `Slot/${ehrSlotId(slot?.id ?? "")}` }],
        participant: [{ actor: { reference: "Patient/patient-ada" }, status: "accepted" }],
      }),
    });
    expect(made.status).toBe(201);
    const { id } = await made.json();
    await within(arrivesMs, async () => {
      expect((await schedule(start)).map((one) => one.id)).toContain(`chart_${id}`);
    });
    const mine = (await ada.call("GET /api/appointments?when=coming")).body.items ?? [];
    expect(mine.map((one) => one.id)).toContain(`chart_${id}`);
  });
});
