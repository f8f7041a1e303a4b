import { createRoot } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "#domain/account.ts";
import type { Appointment } from "#domain/appointments.ts";
import { call, request } from "#web/api/call.ts";
import { chart, setChart } from "#web/api/chart.ts";
import { readComing, recall, recallComing, remember } from "#web/api/visits.ts";
import { learn, speak, speakAbout, t } from "#web/i18n/language.ts";
import { AccountMenu } from "./account-menu.tsx";
import { actFor, actingFor, announced, may, watchActing } from "./acting.ts";
import { ActingBanner } from "./acting-banner.tsx";
import { nextItem } from "./carer-menu.tsx";
import { adopt } from "./session.ts";

const milo = {
  id: "pat-milo",
  name: "Milo Okafor",
  firstName: "Milo",
  relationship: "child",
  scopes: ["appointments:read", "appointments:act"] as Session["proxies"][number]["scopes"],
};
const ruth = { ...milo, id: "pat-ruth", name: "Ruth Okafor", firstName: "Ruth" };
const grace = (proxies = [milo]) => ({
  account: { id: "a1", kind: "patient" as const, email: "grace@example.test" },
  practice: { id: "p", name: "Northgate", phone: "5550100", timeZone: "America/Chicago" },
  patient: { id: "pat-grace", name: "Grace Okafor", firstName: "Grace" },
  proxies,
  idleExpiresAt: new Date(Date.now() + 900_000).toISOString(),
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
});
const visitOf = (patientId: string): Appointment =>
  JSON.parse(`{"id":"v1","patientId":"${patientId}"}`);
const asked: string[] = [];
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
let dispose: () => void = () => undefined;

beforeEach(async () => {
  asked.length = 0;
  history.replaceState(null, "", "/");
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url} ${init.body ?? ""}`);
    return new Response(JSON.stringify({ items: [] }));
  });
  await speak("en");
  await learn("carers");
  adopt(grace());
});
afterEach(async () => {
  dispose();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  setChart(undefined);
  await speakAbout(undefined);
});

const shown = (view: () => Element | DocumentFragment | unknown) => {
  const root = document.body.appendChild(document.createElement("div"));
  dispose = render(() => <>{view()}</>, root);
  return root;
};

describe("acting for someone", () => {
  it("puts their id on every call about a chart, and on no other", async () => {
    await actFor("pat-milo");
    await call("GET /appointments", { when: "coming" });
    await call("POST /holds", { slotId: "s1" });
    await call("POST /appointments/{id}/answer", { id: "v1", none: true });
    await call("GET /session", {});
    expect(asked).toEqual([
      "GET /api/appointments?when=coming&patientId=pat-milo ",
      'POST /api/holds {"slotId":"s1","patientId":"pat-milo"}',
      'POST /api/appointments/v1/answer {"none":true,"patientId":"pat-milo"}',
      "GET /api/session ",
    ]);
    expect(request("GET /appointments/{id}/calendar", { id: "v1", language: "en" }).url).toBe(
      "/api/appointments/v1/calendar?language=en&patientId=pat-milo",
    );
  });

  it("says so, in their name, and back", async () => {
    expect(t("state.in-chart")).toBe("In your chart");
    await actFor("pat-milo");
    expect(announced()).toBe("carer.switched");
    expect(t("carer.switched")).toBe("You are now acting for Milo.");
    expect(t("state.in-chart")).toBe("In Milo's chart");
    await speak("es");
    expect(t("state.in-chart")).toBe("En el expediente de Milo");
    await speak("en");
    await actFor(undefined);
    expect(announced()).toBe("carer.returned");
    expect(t("state.in-chart")).toBe("In your chart");
  });

  it("stays with oneself where the chart is nobody's they care for", async () => {
    await actFor("pat-stranger");
    expect(chart()).toBeUndefined();
    expect(actingFor()).toBeUndefined();
  });

  it("offers only what was granted", async () => {
    adopt(grace([{ ...milo, scopes: ["appointments:read"] }]));
    expect(may("appointments:act")).toBe(true);
    await actFor("pat-milo");
    expect(may("appointments:read")).toBe(true);
    expect(may("appointments:act")).toBe(false);
  });

  it("turns also to whose health alone is theirs to see, and begins there", async () => {
    adopt(grace([{ ...milo, scopes: ["records:read"] }]));
    await actFor("pat-milo");
    expect(chart()).toBe("pat-milo");
    expect(may("appointments:read")).toBe(false);
    expect(location.pathname).toBe("/health");
    await actFor(undefined);
    expect(location.pathname).toBe("/");
  });

  it("turns to nobody of whom nothing may be seen", async () => {
    adopt(grace([{ ...milo, scopes: [] }]));
    await actFor("pat-milo");
    expect(chart()).toBeUndefined();
  });

  it("recalls nothing of one chart in another", async () => {
    remember([visitOf("pat-grace")]);
    await readComing();
    expect(recall("v1")?.patientId).toBe("pat-grace");
    expect(recallComing()).toEqual([]);
    await actFor("pat-milo");
    expect(recall("v1")).toBeUndefined();
    expect(recallComing()).toBeUndefined();
  });

  it("ends when the right is taken away", async () => {
    await actFor("pat-milo");
    await createRoot(async (end) => {
      watchActing();
      adopt(grace([ruth]));
      await settle();
      end();
    });
    expect(chart()).toBeUndefined();
  });

  it("keeps nothing on the device", async () => {
    await actFor("pat-milo");
    expect(Object.keys(localStorage).filter((key) => key !== "language")).toEqual([]);
    expect(sessionStorage).toHaveLength(0);
    expect(location.href).not.toContain("milo");
  });
});

describe("the banner", () => {
  it("names the person and leads back", async () => {
    await actFor("pat-milo");
    const root = shown(() => <ActingBanner person={milo} />);
    expect(root.textContent).toContain("You are acting for Milo");
    root.querySelector("button")?.click();
    await settle();
    expect(chart()).toBeUndefined();
  });
});

describe("the menu of someone who cares for others", () => {
  const items = (root: HTMLElement) => [
    ...root.querySelectorAll<HTMLElement>("[role=menuitemradio]"),
  ];
  const opened = async () => {
    const root = shown(() => <AccountMenu />);
    await settle();
    const popover = root.querySelector<HTMLElement>("#account");
    // jsdom has no popovers: what the browser would do, by hand.
    if (popover) popover.hidePopover = () => undefined;
    popover?.dispatchEvent(Object.assign(new Event("toggle"), { newState: "open" }));
    return root;
  };

  it("is a menu of people, the chosen one checked and focused", async () => {
    adopt(grace([milo, ruth]));
    const root = await opened();
    const button = root.querySelector("button");
    expect(button?.getAttribute("aria-haspopup")).toBe("menu");
    expect(button?.getAttribute("aria-expanded")).toBe("true");
    expect(items(root).map((item) => item.getAttribute("aria-checked"))).toEqual([
      "true",
      "false",
      "false",
    ]);
    expect(document.activeElement).toBe(items(root)[0]);
    expect(items(root)[1]?.textContent).toContain("Milo Okafor");
    expect(items(root)[1]?.textContent).toContain("Your child");
  });

  it("walks by arrow keys, around its ends", async () => {
    expect(nextItem("ArrowDown", 2, 3)).toBe(0);
    expect(nextItem("ArrowUp", 0, 3)).toBe(2);
    expect(nextItem("End", 0, 3)).toBe(2);
    expect(nextItem("x", 0, 3)).toBeUndefined();
    const root = await opened();
    const down = new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true });
    document.activeElement?.dispatchEvent(down);
    expect(document.activeElement).toBe(items(root)[1]);
  });

  it("turns to whom is picked", async () => {
    const root = await opened();
    items(root)[1]?.click();
    await settle();
    expect(chart()).toBe("pat-milo");
  });

  it("is the plain one for everyone else", async () => {
    adopt(grace([]));
    const root = shown(() => <AccountMenu />);
    expect(root.querySelector("button")?.getAttribute("aria-label")).toBe("Your account");
    expect(root.querySelector("[role=menu]")).toBeNull();
  });
});
