import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { AnyServer, NamedServer } from "#test/contract/ehr-port/any-server.ts";
import type { Answer } from "#test/product/answers.ts";
import { chartedVisit, ehrSlotId } from "#test/product/chart.ts";
import { type Person, signIn, timesFor } from "#test/product/people.ts";
import { end, forget, freshPlace, type Place, type Started, start } from "#test/product/process.ts";

/** `npm start -- --seed-ehr` at a server of any make: what a patient and the front desk do there, seen in its chart. */
export function mainJobAt({ name, open }: NamedServer): void {
  describe(`npm start -- --seed-ehr at ${name}`, () => suite(open));
}

/** A server on the same two cores takes its time. */
const patience = { timeout: 60_000, interval: 250 };

function suite(open: NamedServer["open"]): void {
  let server: AnyServer;
  let place: Place;
  let portal: Started;
  let ada: Person;
  beforeAll(async () => {
    server = await open();
    place = { ...(await freshPlace()), ehrBaseUrl: server.baseUrl };
    portal = await start(place);
    await server.loaded?.();
    ada = await signIn(portal.origin, "ada@example.test");
  }, 900_000);
  afterAll(async () => {
    if (portal) await end(portal, "SIGINT");
    if (place) forget(place);
    await server?.close();
  });

  const keyed = () => ({ "idempotency-key": crypto.randomUUID() });
  const slotStatus = async (slotId: string): Promise<unknown> => {
    const reply = await fetch(`${server.baseUrl}/Slot/${ehrSlotId(slotId)}`);
    const slot: { status?: unknown } = JSON.parse(await reply.text());
    return slot.status;
  };
  const inChart = (visitId: string, wanted: (visit: Answer["body"]) => boolean) =>
    vi.waitFor(async () => {
      const { body } = await ada.call(`GET /api/appointments/${visitId}`);
      expect(body.writeBack?.state).toBe("in-chart");
      expect(body.change).toBeUndefined();
      expect(wanted(body)).toBe(true);
      return body;
    }, patience);

  test("a visit is found, booked, moved and cancelled, and the chart has it once", async () => {
    const [first, second] = await timesFor(ada);
    if (!first || !second) throw new Error("No open times.");
    const booking = await ada.call("POST /api/appointments", {
      body: { slotId: first.id, reason: "A cough" },
      headers: keyed(),
    });
    expect(booking.status, booking.text).toBe(201);
    const id = booking.body.id ?? "";
    await inChart(id, ({ start: when }) => when === first.start);
    const charted = await chartedVisit(server.baseUrl, id);
    expect(charted).toMatchObject([
      { status: "booked", keys: [`${id}.001`], slots: [ehrSlotId(first.id)] },
    ]);
    expect(await slotStatus(first.id)).toBe("busy");

    const move = await ada.call(`POST /api/appointments/${id}/reschedule`, {
      body: { slotId: second.id },
      headers: keyed(),
    });
    expect(move.status).toBe(200);
    await inChart(id, ({ start: when }) => when === second.start);
    expect([await slotStatus(first.id), await slotStatus(second.id)]).toEqual(["free", "busy"]);

    const cancel = await ada.call(`POST /api/appointments/${id}/cancel`, {
      body: { reason: "Feeling better" },
      headers: keyed(),
    });
    expect(cancel.status).toBe(200);
    await inChart(id, ({ status }) => status === "cancelled");
    expect(await chartedVisit(server.baseUrl, id)).toMatchObject([{ status: "cancelled" }]);
    expect(await slotStatus(second.id)).toBe("free");
  }, 180_000);

  test("the front desk sees the day and finds a patient by name", async () => {
    const desk = await signIn(portal.origin, "frontdesk@example.test");
    const found = await desk.call("POST /api/practice/patients/search", { body: { q: "Marlowe" } });
    expect(found.body.items).toMatchObject([{ name: "Ada Marlowe" }]);
    await vi.waitFor(async () => {
      const day = await desk.call("GET /api/practice/schedule");
      expect(day.status).toBe(200);
      expect(day.body["stale"]).not.toBe(true);
    }, patience);
  }, 120_000);

  test("a patient's own visits are theirs, under the server's ids", async () => {
    const { status, body } = await ada.call("GET /api/appointments");
    expect(status).toBe(200);
    expect(body["stale"]).not.toBe(true);
    expect(body.items?.length).toBeGreaterThan(2);
    expect(new Set(body.items?.map(({ patientId }) => patientId)).size).toBe(1);
  }, 60_000);
}
