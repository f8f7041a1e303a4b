import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import type { Appointment } from "#domain/appointments.ts";
import { call, onSignedOut, request } from "./call.ts";
import { setChart } from "./chart.ts";
import { nowMs } from "./clock.ts";
import { ApiProblem } from "./problem.ts";

const sent: Request[] = [];
let answer: () => Response | Promise<Response>;
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

beforeEach(() => {
  sent.length = 0;
  answer = () => json({ items: [] });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push(new Request(new URL(url, "https://portal.test"), init));
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  setChart(undefined);
  delete window.early;
});

describe("a request", () => {
  it("puts path parameters into the path and the rest into the body", () => {
    expect(request("POST /appointments/{id}/cancel", { id: "a/b", reason: "away" })).toEqual({
      method: "POST",
      url: "/api/appointments/a%2Fb/cancel",
      body: '{"reason":"away"}',
    });
  });

  it("puts the rest into the query where there is no body", () => {
    const asked = { when: "coming", cursor: undefined };
    expect(request("GET /appointments", asked).url).toBe("/api/appointments?when=coming");
    expect(request("DELETE /holds/{id}", { id: "h1" }).url).toBe("/api/holds/h1");
  });

  it("names the chart a carer looks at, and only where a chart is concerned", () => {
    setChart("child");
    expect(request("GET /visit-types", {}).url).toBe("/api/visit-types?patientId=child");
    expect(request("GET /session", {}).url).toBe("/api/session");
    expect(request("GET /practice/schedule", {}).url).toBe("/api/practice/schedule");
  });
});

describe("a call", () => {
  it("is typed by its route", async () => {
    expectTypeOf(await call("GET /appointments", {})).toExtend<{ items: Appointment[] }>();
    // @ts-expect-error There is no such route.
    await call("GET /nowhere", {});
    // @ts-expect-error A hold needs a slot.
    await call("POST /holds", {});
  });

  it("sends a key of its own with every POST, or the caller's", async () => {
    await call("POST /holds", { slotId: "s" });
    await call("POST /holds", { slotId: "s" });
    await call("POST /holds", { slotId: "s" }, { key: "mine" });
    const keys = sent.map((each) => each.headers.get("idempotency-key"));
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("mine");
  });

  it("rejects with the problem the server named", async () => {
    const slots = [{ id: "s2" }];
    answer = () => json({ code: "appointments.slot-taken", slots, instance: "r1" }, 409);
    const problem = await call("POST /holds", { slotId: "s" }).catch((thrown) => thrown);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ code: "appointments.slot-taken", status: 409, instance: "r1" });
    expect(problem.slots).toEqual(slots);
    expect(problem.uncertain).toBe(false);
  });

  it("calls no answer at all offline, and does not pretend to know what happened", async () => {
    answer = () => Promise.reject(new TypeError("network"));
    const problem = await call("GET /session", {}).catch((thrown) => thrown);
    expect(problem).toMatchObject({ code: "offline", uncertain: true });
  });

  it("says once that nobody is signed in any more", async () => {
    const left = vi.fn();
    onSignedOut(left);
    answer = () => json({ code: "session.required" }, 401);
    await call("GET /appointments", {}).catch(() => undefined);
    expect(left).toHaveBeenCalledOnce();
  });

  it("takes the answer the boot script asked for, once", async () => {
    window.early = { "/api/session": Promise.resolve(json({ early: true })) };
    expect(await call("GET /session", {})).toEqual({ early: true });
    expect(sent).toHaveLength(0);
    await call("GET /session", {});
    expect(sent).toHaveLength(1);
  });

  it("learns the server's clock", async () => {
    const server = new Date(Date.now() + 3_600_000).toUTCString();
    answer = () => json({}, 200, { date: server });
    await call("GET /session", {});
    expect(Math.abs(nowMs() - Date.now() - 3_600_000)).toBeLessThan(2000);
    answer = () => json({}, 200, { date: new Date().toUTCString() });
    await call("GET /session", {});
  });
});
