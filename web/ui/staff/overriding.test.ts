import { createRoot } from "solid-js";
import { describe, expect, it } from "vitest";
import type { Appointment } from "#domain/appointments.ts";
import { problemCodes } from "#domain/problem.ts";
import { ApiProblem } from "#web/api/problem.ts";
import { createOverriding, type Order, ruleOf, withRule } from "./overriding.ts";

const since = "2026-12-03T12:00:00Z";
const visit: Appointment = {
  id: "v",
  patientId: "p",
  status: "booked",
  start: since,
  end: since,
  timeZone: "America/Chicago",
  visitType: { id: "t", name: "Check-up" },
  practitioner: { id: "a", name: "A" },
  location: { id: "l", name: "L" },
  writeBack: { state: "in-chart", since },
  sequence: 0,
  asOf: since,
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

function desk(...refusals: ApiProblem[]) {
  const sent: (readonly [Order, string])[] = [];
  const done: Appointment[] = [];
  const order = createRoot(() =>
    createOverriding(
      async (given, key) => {
        sent.push([given, key]);
        const refusal = refusals.shift();
        if (refusal) throw refusal;
        return visit;
      },
      (made) => done.push(made),
    ),
  );
  return { sent, done, order };
}

describe("an order of the desk", () => {
  it("names no rule until one is set aside, and keeps its key when it goes on", async () => {
    const { sent, done, order } = desk(
      new ApiProblem("appointments.too-late-to-change", { status: 409 }),
      new ApiProblem("appointments.too-many-open", { status: 409 }),
    );
    await order.submit();
    expect(order.rule()).toBe("notice");
    order.setAside("She called at 8");
    await settled();
    expect(order.rule()).toBe("open-bookings");
    order.setAside("Twins");
    await settled();
    expect(sent.map(([given]) => given)).toEqual([
      {},
      { overrides: [{ rule: "notice", reason: "She called at 8" }] },
      {
        overrides: [
          { rule: "notice", reason: "She called at 8" },
          { rule: "open-bookings", reason: "Twins" },
        ],
      },
    ]);
    expect(new Set(sent.map(([, key]) => key)).size).toBe(1);
    expect(done).toEqual([visit]);
  });

  it("whose outcome is not known is unsure, and offers no rule", async () => {
    const { order } = desk(new ApiProblem("offline"));
    await order.submit();
    expect([order.unsure(), order.rule()]).toEqual([true, undefined]);
  });

  it("is sent once, however often the button is pressed", async () => {
    const { sent, order } = desk();
    await Promise.all([order.submit(), order.submit()]);
    expect(sent).toHaveLength(1);
  });
});

it("four refusals can be set aside, no others", () => {
  expect(problemCodes().filter((code) => ruleOf(code))).toEqual([
    "appointments.not-bookable",
    "appointments.not-eligible",
    "appointments.too-many-open",
    "appointments.too-late-to-change",
  ]);
});

it("a rule is set aside with one reason: the last", () => {
  const once = withRule([], { rule: "age", reason: "a" });
  expect(withRule(once, { rule: "age", reason: "b" })).toEqual([{ rule: "age", reason: "b" }]);
});
