import { expect } from "vitest";
import { figure } from "#test/fixtures/figure.ts";
import { ADA, atClinic, type Clinic, GRACE } from "./at-clinic.ts";

/** Who may have a time, and until when: holds, their end and their number, what is given back, and the notice. */
const HOLD_MS = 300_000;
const HOUR_MS = 3_600_000;
const TAKEN = "appointments.slot-taken";
const firsts = async (clinic: Clinic, count: number) =>
  (await clinic.times(ADA)).slice(0, count).map(({ id }) => id);

atClinic(
  "a held time is nobody else's for five minutes, and not a moment longer",
  async (clinic) => {
    const [slotId = ""] = await firsts(clinic, 1);
    const held = await clinic.hold(ADA, slotId);
    expect(clinic.until(held.expiresAt)).toBeCloseTo(HOLD_MS, -2);
    expect([await clinic.isOpen(GRACE, slotId), await clinic.isOpen(ADA, slotId)]).toEqual([
      false,
      true,
    ]);
    clinic.passTo(held.expiresAt, 1_000);
    expect(await clinic.told(GRACE, "POST /api/holds", { slotId })).toBe(TAKEN);
    expect(await clinic.told(GRACE, "POST /api/appointments", { slotId })).toBe(TAKEN);
    clinic.passTo(held.expiresAt);
    expect(await clinic.told(ADA, "POST /api/appointments", { holdId: held.id })).toBe(
      "appointments.hold-expired",
    );
    clinic.pass(1);
    expect(await clinic.isOpen(GRACE, slotId)).toBe(true);
    await clinic.hold(GRACE, slotId);
    expect(await clinic.told(ADA, "POST /api/appointments", { slotId })).toBe(TAKEN);
  },
);

atClinic("a hold lasts five minutes from when it was last asked for", async (clinic) => {
  const [slotId = ""] = await firsts(clinic, 1);
  const first = await clinic.hold(ADA, slotId);
  clinic.pass(HOLD_MS / 2);
  const again = await clinic.hold(ADA, slotId);
  expect(again.id).toBe(first.id);
  expect(Date.parse(again.expiresAt) - Date.parse(first.expiresAt)).toBeCloseTo(HOLD_MS / 2, -2);
  clinic.passTo(first.expiresAt, -1_000);
  expect(await clinic.told(GRACE, "POST /api/holds", { slotId })).toBe(TAKEN);
  await clinic.book(ADA, { holdId: again.id });
});

atClinic("a hold given back, or booked, is free for the next or gone for good", async (clinic) => {
  const [one = "", two = ""] = await firsts(clinic, 2);
  const given = await clinic.hold(ADA, one);
  expect(await clinic.told(GRACE, `DELETE /api/holds/${given.id}`)).toBe("not-found");
  expect(await clinic.told(ADA, `DELETE /api/holds/${given.id}`)).toBe(204);
  expect(await clinic.told(ADA, "POST /api/appointments", { holdId: given.id })).toBe(
    "appointments.hold-expired",
  );
  await clinic.book(GRACE, { slotId: one });
  const { id } = await clinic.hold(ADA, two);
  await clinic.book(ADA, { holdId: id });
  clinic.pass(HOLD_MS + 1);
  expect(await clinic.told(GRACE, "POST /api/holds", { slotId: two })).toBe(TAKEN);
});

atClinic(
  "three times are held at once, no more; what ran out, was booked or given back counts no longer",
  async (clinic) => {
    const [one = "", two = "", three = "", four = "", five = ""] = await firsts(clinic, 5);
    const held = [];
    for (const slotId of [one, two, three]) held.push(await clinic.hold(ADA, slotId));
    expect(await clinic.told(ADA, "POST /api/holds", { slotId: four })).toBe("request.too-many");
    expect(await clinic.isOpen(GRACE, four)).toBe(true);
    await clinic.hold(ADA, one);
    await clinic.book(ADA, { holdId: held[0]?.id ?? "" });
    await clinic.hold(ADA, four);
    expect(await clinic.told(ADA, "POST /api/holds", { slotId: five })).toBe("request.too-many");
    clinic.pass(HOLD_MS + 1);
    await clinic.hold(ADA, five);
  },
);

atClinic(
  "asked for side by side, those too many are given back, and their keys may ask again",
  async (clinic) => {
    const slots = await firsts(clinic, 6);
    const ask = (slotId: string) =>
      clinic.ask(ADA, "POST /api/holds", { body: { slotId }, key: `key-${slotId}` });
    const answers = await Promise.all(slots.map(ask));
    const stand = answers.filter(({ status }) => status === 201);
    expect(stand.length).toBeLessThanOrEqual(3);
    const lost = slots.filter((_, index) => answers[index]?.status !== 201);
    for (const slotId of lost) expect(await clinic.isOpen(GRACE, slotId)).toBe(true);
    clinic.pass(HOLD_MS + 1);
    const [again = ""] = lost;
    expect((await ask(again)).status).toBe(201);
    expect(await clinic.told(GRACE, "POST /api/holds", { slotId: again })).toBe(TAKEN);
    figure({
      promise: "14",
      bar: "at most three times held at once by one patient, however many are asked for side by side",
      value: `${slots.length} asked for at once, ${stand.length} held`,
      command:
        "npx vitest run --root . --config test/vitest.config.ts --project node test/faults/time-rules.test.ts",
      tried: slots.length,
    });
  },
);

atClinic(
  "a hold that ran out and is another's by now can be given back, and takes nothing from them",
  async (clinic) => {
    const [slotId = ""] = await firsts(clinic, 1);
    const ran = await clinic.hold(ADA, slotId);
    clinic.passTo(ran.expiresAt, -1);
    const { id } = await clinic.hold(GRACE, slotId);
    expect(await clinic.told(ADA, `DELETE /api/holds/${ran.id}`)).toBe(204);
    expect(await clinic.told(ADA, "POST /api/holds", { slotId })).toBe(TAKEN);
    await clinic.book(GRACE, { holdId: id });
  },
);

atClinic(
  "a time booked while the EHR is away is nobody else's, for as long as it stays away",
  async (clinic) => {
    const [slotId = ""] = await firsts(clinic, 1);
    clinic.away(true);
    const { id, writeBack } = await clinic.book(ADA, { slotId });
    expect(writeBack.state).toBe("saved");
    for (let hour = 0; hour < 3; hour++) {
      clinic.pass(HOUR_MS);
      expect(await clinic.isOpen(GRACE, slotId)).toBe(false);
      expect(await clinic.told(GRACE, "POST /api/appointments", { slotId })).toBe(TAKEN);
    }
    clinic.away(false);
    await clinic.drain();
    const { body } = await clinic.ask(ADA, `GET /api/appointments/${id}`);
    expect(body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
  },
);

atClinic(
  "a hold asked for twice under one key is one, and told as run out when it has",
  async (clinic) => {
    const [slotId = ""] = await firsts(clinic, 1);
    const ask = () => clinic.ask(ADA, "POST /api/holds", { body: { slotId }, key: "tap" });
    const [one, two] = [await ask(), await ask()];
    expect([one.status, two.status, two.body]).toEqual([201, 201, one.body]);
    clinic.passTo(one.body.expiresAt);
    expect((await ask()).body.code).toBe("appointments.hold-expired");
    // The same key of another kind of request is another key.
    const booked = await clinic.ask(ADA, "POST /api/appointments", {
      body: { slotId },
      key: "tap",
    });
    expect(booked.status).toBe(201);
  },
);

atClinic(
  "a visit cancelled or moved leaves its time to others at once, here too",
  async (clinic) => {
    const [one = "", two = ""] = await firsts(clinic, 2);
    const { id } = await clinic.book(ADA, { slotId: one });
    expect(await clinic.isOpen(GRACE, one)).toBe(false);
    expect(await clinic.told(ADA, `POST /api/appointments/${id}/reschedule`, { slotId: two })).toBe(
      200,
    );
    expect([await clinic.isOpen(GRACE, one), await clinic.isOpen(GRACE, two)]).toEqual([
      true,
      false,
    ]);
    expect(await clinic.told(ADA, `POST /api/appointments/${id}/cancel`)).toBe(200);
    for (const slotId of [one, two]) await clinic.book(GRACE, { slotId });
  },
);

atClinic(
  "a time lost in the chart, at once or later, is not kept here for who lost it",
  async (clinic) => {
    const [one = "", two = "", mine = ""] = await firsts(clinic, 3);
    const refused = { fault: "status", status: 422, count: 1 } as const;
    clinic.fault({ ...refused, method: "POST" });
    const lost = await clinic.book(ADA, { slotId: one });
    expect(lost.writeBack.state).toBe("needs-attention");
    const { id } = await clinic.book(ADA, { slotId: mine });
    clinic.fault({ ...refused, method: "POST" });
    await clinic.ask(ADA, `POST /api/appointments/${id}/reschedule`, { body: { slotId: two } });
    for (const slotId of [one, two]) await clinic.book(GRACE, { slotId });
    expect(await clinic.told(GRACE, "POST /api/holds", { slotId: mine })).toBe(TAKEN);
  },
);

atClinic(
  "a time that the clinic gave away meanwhile is refused at once; free again, anybody may have it",
  async (clinic) => {
    const [one = "", two = "", mine = ""] = await firsts(clinic, 3);
    const { id } = await clinic.book(ADA, { slotId: mine });
    for (const slotId of [one, two]) await clinic.mark(slotId, "busy");
    expect(await clinic.told(ADA, "POST /api/appointments", { slotId: one })).toBe(TAKEN);
    const move = `POST /api/appointments/${id}/reschedule`;
    expect(await clinic.told(ADA, move, { slotId: two })).toBe(TAKEN);
    const { body } = await clinic.ask(ADA, `GET /api/appointments/${id}`);
    expect(body).toMatchObject({ status: "booked", writeBack: { state: "in-chart" } });
    expect(body.change).toBeUndefined();
    for (const slotId of [one, two]) await clinic.mark(slotId, "free");
    await clinic.poll();
    for (const slotId of [one, two]) await clinic.book(GRACE, { slotId });
    expect(await clinic.told(ADA, `POST /api/appointments/${id}/cancel`)).toBe(200);
  },
);

atClinic(
  "until the notice, an hour here, a visit can be moved and cancelled; after it, neither",
  async (clinic) => {
    const [one = "", two = "", three = ""] = await firsts(clinic, 3);
    const [first, second] = [
      await clinic.book(ADA, { slotId: one }),
      await clinic.book(ADA, { slotId: two }),
    ];
    clinic.passTo(first.start, HOUR_MS + 60_000);
    expect(await clinic.told(ADA, `POST /api/appointments/${first.id}/cancel`)).toBe(200);
    clinic.passTo(second.start, HOUR_MS - 60_000);
    const late = "appointments.too-late-to-change";
    const at = `POST /api/appointments/${second.id}`;
    expect(await clinic.told(ADA, `${at}/cancel`)).toBe(late);
    expect(await clinic.told(ADA, `${at}/reschedule`, { slotId: three })).toBe(late);
    clinic.passTo(second.start);
    expect(await clinic.told(ADA, `${at}/cancel`)).toBe("appointments.not-changeable");
  },
);

atClinic(
  "a time less than an hour and a half away is neither offered nor given, but to who holds it",
  async (clinic) => {
    const [one, two] = await clinic.times(ADA);
    if (!one || !two) throw new Error("Two times are open.");
    clinic.passTo(one.start, 1.5 * HOUR_MS + 120_000);
    expect(await clinic.isOpen(ADA, one.id)).toBe(true);
    const held = await clinic.hold(ADA, one.id);
    clinic.passTo(one.start, 1.5 * HOUR_MS - 120_000);
    expect(await clinic.isOpen(ADA, one.id)).toBe(false);
    expect(await clinic.told(ADA, "POST /api/appointments", { slotId: one.id })).toBe(TAKEN);
    await clinic.book(ADA, { holdId: held.id });
  },
);

atClinic(
  "asking twice to cancel, or for the time it has, changes nothing; another kind of visit is another time",
  async (clinic) => {
    const [one = ""] = await firsts(clinic, 1);
    const { id } = await clinic.book(ADA, { slotId: one });
    const at = `POST /api/appointments/${id}`;
    const same = await clinic.ask(ADA, `${at}/reschedule`, { body: { slotId: one } });
    expect(same.body).toMatchObject({
      status: "booked",
      sequence: 0,
      writeBack: { state: "in-chart" },
    });
    for (const _ of [1, 2]) expect(await clinic.told(ADA, `${at}/cancel`)).toBe(200);
    const writes = await clinic.ask(ADA, "GET /api/write-backs");
    expect(writes.body.items).toHaveLength(2);
  },
);
