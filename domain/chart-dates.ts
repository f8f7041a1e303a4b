import type { ChartDate } from "./measured.ts";
import type { Place } from "./time.ts";

const HOW: Readonly<Record<number, Intl.DateTimeFormatOptions>> = {
  4: { year: "numeric" },
  7: { year: "numeric", month: "long" },
};

/** A chart's date, no more exact than it is: "2024", "March 2024", "Mar 5, 2024". An instant's day is the clinic's. */
export const chartDay = (date: ChartDate, { timeZone, language }: Place): string =>
  new Intl.DateTimeFormat(`${language}-US`, {
    ...(HOW[date.length] ?? { dateStyle: "medium" }),
    // A day without an hour is the same day everywhere.
    timeZone: date.includes("T") ? timeZone : "UTC",
  }).format(new Date(date));

/** The hour as well, where the chart has one: "Mar 5, 2024, 9:15 AM". */
export const chartMoment = (date: ChartDate, place: Place): string =>
  date.includes("T")
    ? new Intl.DateTimeFormat(`${place.language}-US`, {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone: place.timeZone,
      }).format(new Date(date))
    : chartDay(date, place);
