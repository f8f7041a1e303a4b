import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EhrSlot } from "#ports/ehr.ts";
import { packDay, unpackDay } from "./day-slots.ts";

const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/);
const instant = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const slot: fc.Arbitrary<EhrSlot> = fc
  .record({
    id,
    status: fc.constantFrom("free", "busy"),
    start: instant,
    end: instant,
    practitionerId: id,
    locationId: id,
    visitTypeIds: fc.uniqueArray(id, { maxLength: 4 }),
    etag: fc.option(fc.constantFrom('W/"1"', '"a|b"', "7"), { nil: undefined }),
  })
  .map(({ etag, ...rest }) => ({ ...rest, ...(etag === undefined ? {} : { etag }) }));

test("a day comes back as it was kept, through JSON", () => {
  void fc.assert(
    fc.property(fc.array(slot, { maxLength: 30 }), instant, (slots, at) => {
      const day = packDay(slots, at);
      expect(day.at).toBe(at);
      expect(unpackDay(JSON.parse(JSON.stringify(day)))).toEqual(slots);
    }),
  );
});

test("a day of six clinicians is a fifth of what it is written out", () => {
  const day = Array.from(
    { length: 130 },
    (_, n): EhrSlot => ({
      id: `slot-2026-11-24-${n}`,
      status: n % 3 === 0 ? "busy" : "free",
      start: "2026-11-24T15:00:00.000Z",
      end: "2026-11-24T15:20:00.000Z",
      practitionerId: `practitioner-${n % 6}`,
      locationId: `location-${n % 2}`,
      visitTypeIds: ["follow-up", "new-patient", "physical"],
    }),
  );
  const size = (value: unknown) => JSON.stringify(value).length;
  expect(size(packDay(day, "2026-11-24T00:00:00.000Z"))).toBeLessThan(size(day) / 4);
});
