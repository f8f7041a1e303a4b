import type { QuickClinic } from "#test/fixtures/quick-clinic.ts";
import type { Histories, SlotAct } from "./slot-machine.ts";

/** The clinic's own people, who take slots and give them back in the EHR, past the portal, which hears of it when it polls. */
export class OtherDesk {
  readonly #clinic: QuickClinic;
  readonly #histories: Histories;
  readonly #slots: readonly string[];
  readonly #taken = new Set<string>();

  constructor(clinic: QuickClinic, histories: Histories, slots: readonly string[]) {
    this.#clinic = clinic;
    this.#histories = histories;
    this.#slots = slots;
  }

  async run(operations: number): Promise<void> {
    const { dice, sleep } = this.#clinic.simulation;
    for (let done = 0; done < operations; done++) {
      if (this.#slots.length > 0) await this.#change(dice.pick(this.#slots));
      if (dice.chance(0.3)) await this.#clinic.poll();
      if (dice.chance(0.3)) await this.#clinic.drain(1);
      await sleep(dice.between(0, 20_000));
    }
  }

  async #change(slot: string): Promise<void> {
    const ours = this.#taken.has(slot);
    const url = `${this.#clinic.baseUrl}/Slot/${slot.split("~")[2]}`;
    const { ask, simulation } = this.#clinic;
    await simulation.turn();
    const invoked = this.#histories.now();
    const read = await ask(url, { method: "GET" });
    const known = await read.json();
    if (!ours && known.status !== "free") return;
    await simulation.turn();
    const reply = await ask(url, {
      method: "PUT",
      headers: {
        "content-type": "application/fhir+json",
        "if-match": read.headers.get("etag") ?? "",
      },
      body: JSON.stringify({ ...known, status: ours ? "free" : "busy" }),
    });
    if (!reply.ok) return;
    if (ours) this.#taken.delete(slot);
    else this.#taken.add(slot);
    const act: SlotAct = { is: ours ? "give-back" : "take", by: "desk" };
    this.#histories.note(slot, { act, invoked, returned: this.#histories.now() });
  }
}
