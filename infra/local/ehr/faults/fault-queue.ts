import type { Fault } from "./fault.ts";

/** What a fault can be aimed at: the request's method and the FHIR types it is about. */
export interface Target {
  method: string;
  types: string[];
}

const staleSecondsByDefault = 30;

/** Faults wait here in order; each request meets the first that fits it. */
export class FaultQueue {
  #waiting: Fault[] = [];
  #stale: { until: number; seconds: number } | undefined;

  add(fault: Fault, now: Date): void {
    if (fault.fault !== "stale-search") {
      this.#waiting.push({ ...fault });
      return;
    }
    const seconds = fault.seconds ?? staleSecondsByDefault;
    this.#stale = { until: now.getTime() + seconds * 1000, seconds };
  }

  list(now: Date): Fault[] {
    const stale: Fault[] =
      this.staleSince(now) !== undefined && this.#stale
        ? [{ fault: "stale-search", seconds: this.#stale.seconds, count: 1 }]
        : [];
    return [...this.#waiting, ...stale];
  }

  /** Some request to come will meet one. */
  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  clear(): void {
    this.#waiting = [];
    this.#stale = undefined;
  }

  /** The fault this request meets, used up once; with `only`, no other kind is taken. */
  take(target: Target, only?: Fault["fault"]): Fault | undefined {
    const met = this.#waiting.find(
      ({ fault, method, type }) =>
        fault !== "duplicate-webhook" &&
        (method === undefined || method === target.method) &&
        (type === undefined || target.types.includes(type)),
    );
    if (only !== undefined && met?.fault !== only) return undefined;
    return this.#use(met);
  }

  takeDuplicateBell(type: string): boolean {
    const met = this.#waiting.find(
      (one) => one.fault === "duplicate-webhook" && (one.type === undefined || one.type === type),
    );
    return this.#use(met) !== undefined;
  }

  /** Searches do not see what was written after this moment; undefined when the index is fresh. */
  staleSince(now: Date): number | undefined {
    if (!this.#stale || this.#stale.until <= now.getTime()) return undefined;
    return now.getTime() - this.#stale.seconds * 1000;
  }

  #use(fault: Fault | undefined): Fault | undefined {
    if (!fault) return undefined;
    fault.count -= 1;
    if (fault.count === 0) this.#waiting = this.#waiting.filter((one) => one !== fault);
    return fault;
  }
}
