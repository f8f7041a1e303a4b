import { expect, test } from "vitest";
import type { Row } from "#domain/writeback-row.ts";
import type { Visit } from "#ports/appointments.ts";
import type { Announcement } from "#ports/notices.ts";
import { noticeOfRequest, noticeOfWaiting, noticesAfter, noticesOfChart } from "./notices-after.ts";

const NOW = "2026-12-01T18:00:00.000Z";
const START = "2026-12-03T15:15:00.000Z";
const LATER = "2026-12-04T15:15:00.000Z";
const saved = { state: "saved", since: NOW } as const;

const visitOf = (more: Partial<Visit> = {}): Visit => ({
  id: "v",
  practiceId: "demo",
  patientId: "p",
  status: "booked",
  start: START,
  end: START,
  visitType: { id: "t", name: "t" },
  practitioner: { id: "d", name: "d" },
  location: { id: "l", name: "l" },
  noticeHours: 1,
  origin: "portal",
  sequence: 3,
  intents: 1,
  writeBack: { state: "in-chart", since: NOW },
  asOf: NOW,
  version: 1,
  ...more,
});
const rowOf = (what: "book" | "reschedule" | "cancel", state: Row["state"]): Row => ({
  id: "v.001",
  practiceId: "demo",
  patientId: "p",
  connectionId: "demo",
  aggregate: "v",
  kind: `appointment.${what}`,
  payload: { slot: { start: LATER } },
  state,
  attempts: 1,
  createdAt: NOW,
  since: NOW,
  dueAt: NOW,
  steps: {},
  version: 4,
});

const announced: Announcement[] = [];
const ports = {
  clock: () => NOW,
  notices: {
    announcing: (announcement: Announcement) => {
      announced.push(announcement);
      return { put: { pk: "", sk: "", data: {} } };
    },
  },
};
/** "event start" of what was announced. */
function told(work: () => unknown): string {
  announced.length = 0;
  work();
  return announced.map(({ event, start }) => `${event} ${start}`).join();
}
const after = (row: Row, visit: Visit) => told(() => noticesAfter(ports, row, visit));
const inChart = (before: Visit | undefined, now: Partial<Visit>) =>
  told(() => noticesOfChart(ports, { before, after: visitOf(now) }, NOW));

test("a settled row tells what became of it", () => {
  const over = visitOf({ status: "cancelled" });
  expect(after(rowOf("book", "done"), visitOf())).toBe(`booked ${START}`);
  expect(after(rowOf("book", "conflict"), visitOf())).toBe(`unconfirmed ${START}`);
  expect(after(rowOf("book", "rejected"), visitOf())).toBe(`unconfirmed ${START}`);
  expect(after(rowOf("reschedule", "done"), visitOf())).toBe(`changed ${LATER}`);
  expect(after(rowOf("reschedule", "conflict"), visitOf())).toBe(`kept ${START}`);
  expect(after(rowOf("reschedule", "conflict"), over)).toBe(`cancelled ${START}`);
  expect(after(rowOf("cancel", "done"), visitOf())).toBe(`cancelled ${START}`);
  expect(after(rowOf("cancel", "rejected"), visitOf())).toBe(`kept ${START}`);
});

test("nothing is told of what is still on its way, or known already", () => {
  for (const state of ["pending", "sending", "unknown", "manual", "entered"] as const)
    expect(after(rowOf("book", state), visitOf())).toBe("");
  expect(after(rowOf("cancel", "done"), visitOf({ status: "cancelled" }))).toBe("");
  expect(after(rowOf("book", "rejected"), visitOf({ status: "cancelled" }))).toBe("");
  expect(after(rowOf("book", "rejected"), visitOf({ preferred: [] }))).toBe("");
  const beingCancelled = visitOf({ change: { kind: "cancel", writeBack: saved, rowId: "v.002" } });
  expect(after(rowOf("book", "done"), beingCancelled)).toBe("");
});

test("a row that is started over has a notice of its own", () => {
  told(() => noticesAfter(ports, rowOf("book", "rejected"), visitOf()));
  const [first] = announced.map(({ key }) => key);
  told(() => noticesAfter(ports, { ...rowOf("book", "rejected"), version: 9 }, visitOf()));
  expect([first, announced[0]?.key]).toEqual(["v.001.4.unconfirmed", "v.001.9.unconfirmed"]);
});

test("a booking that waits is told of 15 minutes after it was made, once a row", () => {
  told(() => noticeOfWaiting(ports, { ...rowOf("book", "unknown"), version: 7 }, visitOf()));
  expect(announced).toMatchObject([
    { key: "v.001.waiting", event: "waiting", start: START, notBefore: "2026-12-01T18:15:00.000Z" },
  ]);
});

test("each step of a request is told by itself, an offer by its first time", () => {
  const slot = (start: string) => ({
    id: start,
    start,
    end: start,
    practitioner: { id: "d", name: "d" },
    location: { id: "l", name: "l" },
  });
  const visit = visitOf({ preferred: [], offered: [slot(LATER), slot(START)], version: 5 });
  const step = (event: "asked" | "offered" | "declined") =>
    told(() => noticeOfRequest(ports, event, { visit: { ...visit, start: NOW }, now: NOW }));
  expect([step("asked"), step("declined")]).toEqual([`asked ${NOW}`, `declined ${NOW}`]);
  expect(step("offered")).toBe(`offered ${START}`);
  expect(announced[0]?.key).toBe("v.v5.offered");
});

test("the practice's own changes in the chart are told", () => {
  expect(inChart(visitOf(), { status: "cancelled" })).toBe(`cancelled ${START}`);
  expect(inChart(visitOf(), { status: "entered-in-error" })).toBe(`cancelled ${START}`);
  expect(inChart(visitOf(), { start: LATER })).toBe(`changed ${LATER}`);
  expect(inChart(visitOf({ status: "proposed" }), {})).toBe(`booked ${START}`);
});

test("a visit that is back is told when it stays", () => {
  expect(inChart(visitOf({ status: "cancelled" }), {})).toBe(`booked ${START}`);
  expect(announced[0]?.notBefore).toBe("2026-12-01T18:01:00.000Z");
});

test("nothing is told of what was first seen, is past, changes nothing, or was asked for here", () => {
  expect(inChart(undefined, {})).toBe("");
  expect(inChart(visitOf(), { start: NOW, status: "cancelled" })).toBe("");
  expect(inChart(visitOf(), { status: "arrived" })).toBe("");
  const asked = { rowId: "v.002", writeBack: saved };
  const moving = visitOf({ change: { kind: "reschedule", start: LATER, ...asked } });
  expect(inChart(moving, { start: LATER })).toBe("");
  expect(inChart(moving, { status: "cancelled" })).toBe(`cancelled ${START}`);
  const leaving = visitOf({ change: { kind: "cancel", ...asked } });
  expect(inChart(leaving, { status: "cancelled" })).toBe("");
});
