import { describe, expect, it } from "vitest";
import { chartDay, chartMoment } from "./chart-dates.ts";

const en = { timeZone: "America/Chicago", language: "en" } as const;
const es = { ...en, language: "es" } as const;

describe("a date of the chart", () => {
  it("is said no more exactly than the chart has it", () => {
    expect(chartDay("2024", en)).toBe("2024");
    expect(chartDay("2024-03", en)).toBe("March 2024");
    expect(chartDay("2024-03", es)).toBe("marzo de 2024");
    expect(chartDay("2024-03-05", en)).toBe("Mar 5, 2024");
    expect(chartMoment("2024-03-05", en)).toBe("Mar 5, 2024");
  });

  it("is the clinic's day where it is an instant, and the same day everywhere where it is none", () => {
    expect(chartDay("2024-03-05T03:00:00Z", en)).toBe("Mar 4, 2024");
    expect(chartDay("2024-01-01", { ...en, timeZone: "Pacific/Honolulu" })).toBe("Jan 1, 2024");
    expect(chartMoment("2024-03-05T15:15:00Z", en)).toMatch(/^Mar 5, 2024, 9:15\sAM$/);
  });
});
