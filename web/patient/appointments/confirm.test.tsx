import { render } from "solid-js/web";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Appointment, Slot } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { learn, speak } from "#web/i18n/language.ts";
import { Confirm } from "./confirm.tsx";

const slot: Slot = {
  id: "2036-12-03~checkup~s1",
  start: "2036-12-03T15:15:00Z",
  end: "2036-12-03T15:35:00Z",
  practitioner: { id: "p1", name: "Maya Okafor", credential: "MD" },
  location: { id: "l1", name: "Northgate" },
};
const writeBack = { state: "in-chart", since: slot.start };
const visitType = { id: "checkup", name: "Yearly check-up" };
const other = { ...slot, id: "2036-12-03~checkup~s2", start: "2036-12-03T16:00:00Z" };
const sent: { key: string | null; body: string }[] = [];
let book: () => Promise<Response>;
let own: object[];
let dispose: () => void;
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(async () => {
  await speak("en");
  await learn("appointments");
  sent.length = 0;
  own = [];
  history.replaceState(null, "", "/visits/book/confirm");
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url === "/api/holds") {
      return json({ id: "h1", slotId: slot.id, expiresAt: new Date(Date.now() + 300_000) }, 201);
    }
    if (url.startsWith("/api/appointments?")) return json({ items: own });
    if (url !== "/api/appointments") return new Response(null, { status: 204 });
    sent.push({ key: new Headers(init.headers).get("idempotency-key"), body: String(init.body) });
    return book();
  });
  const root = document.body.appendChild(document.createElement("div"));
  dispose = render(
    () => (
      <Confirm
        slot={slot}
        what="Yearly check-up"
        timeZone="America/Chicago"
        to={(each) => `/visits/book/confirm?slot=${each.id}`}
        back="/visits/book/times"
        button="Book this visit"
        busyButton="Booking…"
        askReason
        send={({ time, key, reason }): Promise<Appointment> =>
          call("POST /appointments", { ...time, ...(reason ? { reason } : {}) }, { key })
        }
        done={(visit) => `/visits/${visit.id}?new`}
      />
    ),
    root,
  );
  await settle();
});
afterEach(() => {
  dispose();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const form = () => document.querySelector("form");
const submit = () => form()?.requestSubmit();
const text = () => document.body.textContent ?? "";

describe("the confirm screen", () => {
  it("keeps the time and says until when", () => {
    expect(text()).toContain("We keep this time for you until");
  });

  it("books once, however often the button is pressed", async () => {
    book = async () => {
      await settle();
      return json({ id: "v1" }, 201);
    };
    submit();
    submit();
    submit();
    expect(document.querySelector("button[type=submit]")?.getAttribute("aria-disabled")).toBe(
      "true",
    );
    await settle();
    await settle();
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({ holdId: "h1" });
    expect(location.pathname).toBe("/visits/v1");
  });

  it("sends the very same order again when no answer came", async () => {
    book = () => Promise.reject(new TypeError("network"));
    submit();
    await settle();
    expect(text()).toContain("We did not hear back");
    expect(document.querySelector("textarea")?.readOnly).toBe(true);
    book = async () => json({ id: "v1" }, 201);
    submit();
    await settle();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it("offers the nearest other times when someone else was first", async () => {
    book = async () => json({ code: "appointments.slot-taken", slots: [other] }, 409);
    submit();
    await settle();
    expect(text()).toContain("Someone else just took that time");
    expect(document.querySelector("a.pill")?.getAttribute("href")).toContain(other.id);
    expect(form()).toBeNull();
  });

  it("shows the patient's own visit where that is why the time is gone", async () => {
    own = [
      { ...slot, id: "v1", status: "booked", timeZone: "America/Chicago", visitType, writeBack },
    ];
    book = async () => json({ code: "appointments.slot-taken", slots: [other] }, 409);
    submit();
    await settle();
    expect(text()).toContain("You already have a visit at this time");
    expect(text()).not.toContain("Someone else");
    expect(document.querySelector("a.card")?.getAttribute("href")).toBe("/visits/v1");
  });

  it("asks for the time again, under a new key, when the hold ran out", async () => {
    book = async () => json({ code: "appointments.hold-expired" }, 409);
    submit();
    await settle();
    expect(text()).toContain("only for a short while");
    const again = [...document.querySelectorAll("button")].find((each) =>
      each.textContent?.includes("Keep this time again"),
    );
    again?.click();
    await settle();
    book = async () => json({ id: "v1" }, 201);
    submit();
    await settle();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });
});
