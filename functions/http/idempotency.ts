import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Route, routeKey } from "#domain/api.ts";
import { Problem } from "#domain/problem.ts";
import type { Commitment, RequestKey } from "./commitment.ts";
import { type Kernel, type KeyRecord, KeyTaken } from "./kernel.ts";
import type { Request } from "./request.ts";

/** How long a twin waits for the first request's own attempt at the EHR to settle, milliseconds. */
const TWIN_WAIT_MS = 3_000;
const TWIN_POLL_MS = 150;

export function requestKey(
  route: Route,
  request: Request,
  asked: { given: Record<string, unknown>; patientId: string | undefined },
): RequestKey | undefined {
  const header = request.header("idempotency-key");
  if (!route.keyed || header === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,128}$/.test(header))
    throw new Problem("request.invalid", {
      errors: [{ path: "Idempotency-Key", message: "1 to 128 visible ASCII characters." }],
    });
  const fields = Object.entries(asked.given).sort(([a], [b]) => (a < b ? -1 : 1));
  // The same words about another chart are another request.
  const hash = sha256(JSON.stringify([asked.patientId ?? "", fields]));
  return { key: sha256(`${routeKey(route)} ${header}`), hash };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * The answer to a replay: the entity as it is now, never a stored copy. While the first request may still be at the
 * EHR, its twin waits for the settled state.
 */
async function settled(
  record: KeyRecord,
  reread: (entityId: string) => Promise<unknown>,
): Promise<unknown> {
  for (;;) {
    const entity = await reread(record.entityId);
    const young = Date.now() - record.at < TWIN_WAIT_MS;
    if (!young || !isSaved(entity)) return entity;
    await sleep(TWIN_POLL_MS);
  }
}

/** Still on its way to the chart: whatever a patient caused carries `writeBack`. */
function isSaved(entity: unknown): boolean {
  if (typeof entity !== "object" || entity === null || !("writeBack" in entity)) return false;
  const { writeBack } = entity;
  return (
    typeof writeBack === "object" &&
    writeBack !== null &&
    "state" in writeBack &&
    writeBack.state === "saved"
  );
}

/**
 * Runs a request once per key. A key seen before, or a twin that committed while this one was on its way, is
 * answered with the entity as it is now.
 */
export async function runKeyed(once: {
  readonly kernel: Kernel;
  readonly commitment: Commitment;
  readonly key: RequestKey | undefined;
  readonly accountId: string;
  run(): Promise<unknown>;
  reread(entityId: string): Promise<unknown>;
}): Promise<{ output: unknown; status?: number }> {
  const { kernel, commitment, key, accountId } = once;
  if (!key) return { output: await once.run() };
  const before = await kernel.keys.read(accountId, key.key);
  if (before) return replayed(before);
  commitment.keyed(key, accountId);
  try {
    return { output: await once.run() };
  } catch (error) {
    if (!mayBeTwin(error)) throw error;
    const twin = await kernel.keys.read(accountId, key.key);
    if (twin) return replayed(twin);
    throw error instanceof KeyTaken ? new Problem("request.in-progress") : error;
  }

  async function replayed(record: KeyRecord) {
    if (record.hash !== key?.hash) throw new Problem("request.key-reused");
    commitment.withdrawn();
    try {
      return { output: await settled(record, once.reread), status: record.status };
    } catch (error) {
      // The first request was refused by the EHR after all and took everything back: its twin may try itself.
      const gone = !(await kernel.keys.read(accountId, key.key));
      throw gone ? new Problem("request.in-progress") : error;
    }
  }
}

/** A refusal of state may be the doing of a twin that finished meanwhile: the slot it took, the visit it changed. */
const mayBeTwin = (error: unknown) =>
  error instanceof KeyTaken || (error instanceof Problem && error.status === 409);
