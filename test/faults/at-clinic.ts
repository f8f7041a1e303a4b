import { expect, test } from "vitest";
import { openQuickClinic, type QuickClinic } from "#test/fixtures/quick-clinic.ts";
import { Simulation } from "#test/fixtures/simulation.ts";

export const [ADA, GRACE] = ["patient-ada", "patient-grace"] as const;
const WINDOW = "from=2026-11-23T06:00:00.000Z&to=2026-11-25T06:00:00.000Z";

/** A clinic without sockets, as two patients meet it. */
export class Clinic {
  readonly #inner: QuickClinic;
  constructor(inner: QuickClinic) {
    this.#inner = inner;
  }

  /** Open times as this patient is shown them. */
  async times(who: string): Promise<{ id: string; start: string }[]> {
    const found = await this.#inner.call(who, `GET /api/slots?visitTypeId=office-visit&${WINDOW}`);
    expect(found.status).toBe(200);
    return found.body.items;
  }
  async isOpen(who: string, slotId: string): Promise<boolean> {
    return (await this.times(who)).some(({ id }) => id === slotId);
  }
  /** What came of it: the status, or the code of what was wrong. */
  async told(who: string, what: string, body?: object): Promise<string | number> {
    const { status, body: said } = await this.ask(who, what, { body });
    return said?.code ?? status;
  }
  ask(who: string, what: string, { body, key }: { body?: object | undefined; key?: string } = {}) {
    return this.#inner.call(who, what, {
      ...(body ? { body } : {}),
      ...(key ? { headers: { "idempotency-key": key } } : {}),
    });
  }
  async hold(who: string, slotId: string) {
    const { status, body } = await this.ask(who, "POST /api/holds", { body: { slotId } });
    expect(status).toBe(201);
    return body as { id: string; expiresAt: string };
  }
  async book(who: string, time: { slotId?: string; holdId?: string }) {
    const { status, body } = await this.ask(who, "POST /api/appointments", { body: time });
    expect(status).toBe(201);
    return body as { id: string; start: string; writeBack: { state: string } };
  }
  pass(ms: number): void {
    this.#inner.simulation.pass(ms);
  }
  /** How far away an instant is, milliseconds. */
  until(instant: string): number {
    return Date.parse(instant) - this.#inner.simulation.date().getTime();
  }
  /** Time passes until so long before an instant. */
  passTo(instant: string, msBefore = 0): void {
    this.pass(this.until(instant) - msBefore);
  }
  /** The clinic takes a time in its EHR, or frees it again; the portal does not know of it yet. */
  async mark(slotId: string, status: "busy" | "free"): Promise<void> {
    const { ask, baseUrl } = this.#inner;
    const url = `${baseUrl}/Slot/${slotId.split("~")[2]}`;
    const known: object = await (await ask(url, { method: "GET" })).json();
    const headers = { "content-type": "application/fhir+json" };
    const body = JSON.stringify({ ...known, status });
    expect((await ask(url, { method: "PUT", headers, body })).status).toBe(200);
  }
  poll(): Promise<boolean> {
    return this.#inner.poll();
  }
  /** From now on the EHR does not answer, or does again. */
  away(away: boolean): void {
    this.#inner.door.stopped = away;
  }
  fault(fault: Parameters<QuickClinic["fault"]>[0]): void {
    this.#inner.fault(fault);
  }
  drain(): Promise<void> {
    return this.#inner.drain(2);
  }
}

/** A test at a clinic of its own, with a clock that stands until it is moved. */
export function atClinic(name: string, work: (clinic: Clinic) => Promise<void>): void {
  test(name, async () => {
    const simulation = new Simulation(1);
    await simulation.run(async () => {
      const inner = openQuickClinic(simulation);
      for (const id of [ADA, GRACE]) await inner.signIn({ id });
      await inner.poll();
      await work(new Clinic(inner));
      expect(inner.errors).toEqual([]);
    });
  });
}
