import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  addSeconds,
  ageOn,
  ago,
  clockTime,
  dateTime,
  localDay,
  localHour,
  longDay,
  shortDay,
  startOfDay,
  tileParts,
  zoneName,
} from "./time.ts";

const chicago = { timeZone: "America/Chicago", language: "en" } as const;
const visit = "2026-12-03T15:15:00.000Z";
/** ICU separates the time from AM with a narrow space. */
const plain = (text: string) => text.replace(/\s/g, " ");

test("a visit is told in the clinic's zone, with the zone's name", () => {
  expect(plain(dateTime(visit, chicago))).toBe("Thu, Dec 3, 9:15 AM CST");
  expect(plain(dateTime(visit, { ...chicago, language: "es" }))).toMatch(
    /^jue, 3 (de )?dic, 9:15.*CST$/,
  );
  expect(longDay(visit, chicago)).toBe("Thursday, December 3");
  expect(shortDay(visit, chicago)).toBe("Thu, Dec 3");
  expect(plain(clockTime(visit, chicago))).toBe("9:15 AM");
  expect(tileParts(visit, chicago)).toEqual({ month: "Dec", day: "3", weekday: "Thu" });
  expect(zoneName(visit, chicago)).toBe("CST");
  expect(zoneName("2026-07-03T15:15:00.000Z", chicago)).toBe("CDT");
});

test("the clinic's day and hour are those of its own clock", () => {
  expect(localDay("2026-12-04T05:59:59.000Z", "America/Chicago")).toBe("2026-12-03");
  expect(localDay("2026-12-04T06:00:00.000Z", "America/Chicago")).toBe("2026-12-04");
  expect(localHour("2026-12-04T06:00:00.000Z", "America/Chicago")).toBe(0);
  expect(localHour("2026-12-04T05:30:00.000Z", "Asia/Kathmandu")).toBe(11);
});

test("a day starts when the clinic's clock says so, also when the clocks change", () => {
  expect(startOfDay("2026-12-03", "America/Chicago")).toBe("2026-12-03T06:00:00.000Z");
  expect(startOfDay("2026-03-08", "America/Chicago")).toBe("2026-03-08T06:00:00.000Z");
  expect(startOfDay("2026-03-09", "America/Chicago")).toBe("2026-03-09T05:00:00.000Z");
  expect(startOfDay("2026-11-01", "America/Chicago")).toBe("2026-11-01T05:00:00.000Z");
  expect(startOfDay("2026-11-02", "America/Chicago")).toBe("2026-11-02T06:00:00.000Z");
  expect(startOfDay("2026-06-01", "Pacific/Kiritimati")).toBe("2026-05-31T10:00:00.000Z");
});

test("every day of ten years starts on that day, and the moment before belongs to the day before", () => {
  const zones = [
    "America/Chicago",
    "America/New_York",
    "America/Phoenix",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "UTC",
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3652 }), fc.constantFrom(...zones), (offset, zone) => {
      const day = addDays("2024-01-01", offset);
      const start = startOfDay(day, zone);
      expect(localDay(start, zone)).toBe(day);
      expect(localDay(addSeconds(start, -1), zone)).toBe(addDays(day, -1));
    }),
    { numRuns: 1500 },
  );
});

test("days and seconds are added across months, years and leap days", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addSeconds("2026-12-31T23:59:59.500Z", 1)).toBe("2027-01-01T00:00:00.500Z");
});

test("an age changes on the birthday; who was born on a leap day waits for March", () => {
  expect(ageOn("2008-05-10", "2026-05-09")).toBe(17);
  expect(ageOn("2008-05-10", "2026-05-10")).toBe(18);
  expect(ageOn("2008-02-29", "2026-02-28")).toBe(17);
  expect(ageOn("2008-02-29", "2026-03-01")).toBe(18);
});

test("how long ago is told in words, never as the future", () => {
  const now = "2026-11-20T15:00:00.000Z";
  expect(ago(addSeconds(now, -720), now, "en")).toBe("12 minutes ago");
  expect(ago(addSeconds(now, -5), now, "en")).toBe("1 minute ago");
  expect(ago(addSeconds(now, 60), now, "en")).toBe("1 minute ago");
  expect(ago(addSeconds(now, -7200), now, "es")).toBe("hace 2 horas");
  expect(ago(addSeconds(now, -86_400), now, "en")).toBe("yesterday");
});
