import process from "node:process";
import { inject } from "vitest";
import { figure } from "#test/fixtures/figure.ts";
import type { Planned } from "./crash-plan.ts";
import type { Bundles } from "./crash-process.ts";
import { type Crashed, crash, Machine, nameOf } from "./crash-run.ts";
import { Wire } from "./crash-wire.ts";

/** A recovery may take so long, seconds. */
export const RECOVERY_SECONDS = 30;

/** The machine of one test file, and what came out on it. */
export class Counted {
  readonly #bundles: Bundles;
  readonly #wire: Wire;
  readonly machine: Machine;
  readonly #points = new Set<string>();
  #crashes = 0;
  #kills = 0;
  #violations = 0;
  #recovered: number[] = [];
  readonly #began = performance.now();

  constructor(bundles: Bundles, parts?: Wire["parts"]) {
    this.#bundles = bundles;
    this.#wire = new Wire(inject("dynamoEndpoint"), parts);
    this.machine = new Machine(this.#bundles, this.#wire);
  }

  async open(): Promise<void> {
    await Promise.all([this.#bundles.built(), this.#wire.listen()]);
  }
  async close(): Promise<void> {
    await this.machine.close();
    this.#wire.close();
  }

  async crash({ point, seed }: Planned): Promise<Crashed> {
    const ran = await crash(this.machine, point, seed);
    this.#points.add(nameOf(point));
    this.#crashes += 1;
    this.#kills += ran.kills;
    this.#violations += ran.violations.length;
    if (ran.recoverySeconds !== undefined) this.#recovered.push(ran.recoverySeconds);
    return ran;
  }

  /** The same, as lines of what it broke. */
  async broken(planned: Planned): Promise<string[]> {
    const ran = await this.crash(planned);
    const where = `${nameOf(planned.point)}, seed ${planned.seed}`;
    const late = (ran.recoverySeconds ?? 0) > RECOVERY_SECONDS;
    return [
      ...ran.violations.map(({ what, when, about = "" }) => `${where}: ${what} (${when}) ${about}`),
      ...(ran.kills === 0 ? [`${where}: the point did not come`] : []),
      ...(late ? [`${where}: recovered after ${ran.recoverySeconds} s`] : []),
    ];
  }

  /** Says how often, and how it ended. */
  say(bar: string, file: string): void {
    if (this.#crashes === 0) return;
    const longest = Math.max(0, ...this.#recovered).toFixed(1);
    const each = ((performance.now() - this.#began) / this.#crashes / 1000).toFixed(2);
    // biome-ignore lint/style/noProcessEnv: which run it was is a matter of the run
    const command = `${process.env["DEEP"] === "1" ? "DEEP=1 " : ""}npx vitest run --root . --config test/vitest.config.ts --project node ${file}`;
    figure({
      promise: "6",
      bar,
      value: `${this.#kills} SIGKILLs in ${this.#crashes} runs at ${this.#points.size} points, ${this.#violations} violations; longest recovery ${longest} s, ${each} s a crash`,
      command,
    });
  }
}
