import { Problem } from "#domain/problem.ts";
import type { BulkOutcome, Decision, releaseDeskApi } from "#domain/release-desk.ts";
import type { Access, Handlers } from "#http/access.ts";
import { type Ehr, isConnected } from "#ports/ehr.ts";
import type { WriteQueue } from "#ports/ledger.ts";
import type { ChartOf, StoredRecord } from "#ports/records.ts";
import { type Change, ConditionFailed, type Store } from "#ports/store.ts";
import { standsAlone } from "./assemble.ts";
import { noteOf } from "./chart-notes.ts";
import { type Decided, decided } from "./decision.ts";
import { type DeskPorts, previewOf } from "./desk.ts";
import { around, downwards } from "./family.ts";
import type { Judging } from "./judged.ts";
import { saveOf } from "./save.ts";
import { deskStanding } from "./waiting.ts";

type Api = Handlers<typeof releaseDeskApi>;

export interface DecidePorts extends DeskPorts {
  readonly store: Store;
  /** Tells the chart. */
  readonly writes: WriteQueue;
  /** Rejects where no EHR is connected yet. */
  ehr(connectionId: string): Promise<Ehr>;
}

/** Tries while the chart itself is being read anew. */
const TRIES = 4;

/** What a clinician decides: about one result, or the release of many. */
export const decisions = (ports: DecidePorts): Pick<Api, "decide" | "releaseMany"> => ({
  decide: {
    async run(access, asked) {
      const { patientId, id, decision, reason } = asked;
      const note = reason === undefined ? decision : `${decision} ${reason}`;
      const owed = () => access.commitment(`${patientId} ${id}`, { patients: [patientId], note });
      const record = await decideOne(ports, access, { asked, owed });
      return previewOf(ports, access, { chart: chartOf(access, patientId), record });
    },
    async reread(access, entityId) {
      const [patientId = "", id = ""] = entityId.split(" ");
      const chart = chartOf(access, patientId);
      const record = (await ports.records.read(chart, [id])).get(id);
      return previewOf(ports, access, { chart, record });
    },
  },
  releaseMany: {
    async run(access, { results }) {
      const named = results.map(({ patientId, id }) => `${patientId} ${id}`).join(",");
      const commit = (some: readonly { patientId: string }[]) => {
        const patients = [...new Set(some.map(({ patientId }) => patientId))];
        return access.commitment(named, { patients, note: "release" });
      };
      // Audit and key go with the first that is decided; the others are decided under them.
      let isOwed = true;
      const items: BulkOutcome[] = [];
      for (const one of results) {
        const asked = { ...one, decision: "release" as const };
        const owed = () => (isOwed ? commit(results) : []);
        const outcome = await released(ports, access, { asked, owed });
        if (outcome.outcome === "released" || outcome.outcome === "waits") isOwed = false;
        items.push(outcome);
      }
      const there = items.filter(({ outcome }) => outcome !== "not-found");
      if (isOwed) await ports.store.transact(commit(there), access.requestId.replaceAll("-", ""));
      return { items };
    },
    async reread(access, entityId) {
      const items = entityId.split(",").map(async (named) => {
        const [patientId = "", id = ""] = named.split(" ");
        const record = (await ports.records.read(chartOf(access, patientId), [id])).get(id);
        return outcomeOf(ports, access, { patientId, id, record });
      });
      return { items: await Promise.all(items) };
    },
  },
});

const chartOf = ({ practice }: Access, patientId: string): ChartOf => ({
  practiceId: practice.id,
  patientId,
});

interface Asking {
  readonly asked: Decision;
  /** What the request owes, for the transaction of the decision. */
  readonly owed: () => Change[];
}

async function released(ports: DecidePorts, access: Access, asking: Asking): Promise<BulkOutcome> {
  const { patientId, id } = asking.asked;
  try {
    const record = await decideOne(ports, access, asking);
    return await outcomeOf(ports, access, { patientId, id, record });
  } catch (error) {
    const code = error instanceof Problem ? error.code : undefined;
    if (code === "results.already-visible") return { patientId, id, outcome: "already-visible" };
    if (code === "work.changed") return { patientId, id, outcome: "changed" };
    if (code === "not-found") return { patientId, id, outcome: "not-found" };
    throw error;
  }
}

/** How a result that was to be released stands now. */
async function outcomeOf(
  ports: DecidePorts,
  { practice, now }: Access,
  { patientId, id, record }: { patientId: string; id: string; record: StoredRecord | undefined },
): Promise<BulkOutcome> {
  const { choices } = await ports.records.timing({ practiceId: practice.id, patientId });
  const standing = record && deskStanding(record.held, { here: practice, choices }, now);
  if (!standing) return { patientId, id, outcome: "not-found" };
  if (standing.state === "visible") return { patientId, id, outcome: "released" };
  const { until } = standing;
  return { patientId, id, outcome: "waits", ...(until ? { until } : {}) };
}

/** Writes one decision with the audit and all the lists that hold the result; answers with the result after it. */
async function decideOne(
  ports: DecidePorts,
  access: Access,
  { asked, owed }: Asking,
): Promise<StoredRecord> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryOnce(ports, access, { asked, owed });
    } catch (error) {
      // A value in it may have been read anew: only a change of the result itself is another's doing.
      if (!(error instanceof ConditionFailed) || tries === TRIES) throw error;
    }
  }
}

async function tryOnce(
  ports: DecidePorts,
  access: Access,
  { asked, owed }: Asking,
): Promise<StoredRecord> {
  const { practice, now } = access;
  const chart = chartOf(access, asked.patientId);
  const [before, { choices }] = await Promise.all([
    around(ports.records, chart, [asked.id]),
    ports.records.timing(chart),
  ]);
  const judging = { here: practice, choices };
  const record = before.get(asked.id);
  const standing = record && deskStanding(record.held, judging, now);
  // A value in a result is decided about with it.
  const isPart = record?.section === "results" && !standsAlone(record);
  if (!record || record.awaited || isPart || !standing) throw new Problem("not-found");
  if (record.version !== asked.version) throw new Problem("work.changed");
  const made = decided(record, asked, { by: whoIs(access), now, judging, standing });
  const after = new Map(before).set(asked.id, made.after);
  // The values first: where all of it is too much for one transaction, the decision itself comes last.
  const values = [...downwards(after, [asked.id])].filter((ref) => ref !== asked.id);
  const changed = { before, after, past: new Map(), judging, at: now };
  const saves = [...values, asked.id].flatMap((ref) => saveOf(ref, changed));
  const ended =
    made.ends === undefined ? [] : await endings(ports, access, { asked, standing, made });
  const begun = made.held
    ? [ports.holds.saving(practice.id, { ...made.held, patientId: asked.patientId })]
    : [];
  const told = await telling(ports, access, { asked, made, judging });
  await ports.records.save(chart, saves, [...owed(), ...ended, ...begun, ...told.changes]);
  await told.ring();
  return saves.at(-1)?.after ?? made.after;
}

/** The chart is told of it behind the answer: nobody waits at the desk for that. */
async function telling(
  ports: DecidePorts,
  access: Access,
  { asked, made, judging }: { asked: Decision; made: Decided; judging: Judging },
): Promise<{ changes: Change[]; ring: () => Promise<void> }> {
  const { after, held } = made;
  const standing = deskStanding(after.held, judging, access.now);
  const by = whoIs(access).name;
  const note = noteOf(access, { asked, after, standing, until: held?.until, by });
  if (!note) return { changes: [], ring: async () => undefined };
  const connected = await isConnected(ports, note.connectionId);
  const intent = { ...note, ...(connected ? {} : { byHand: "not-supported" as const }) };
  const { change, ring } = ports.writes.queue(access, intent);
  return { changes: [change], ring };
}

function whoIs({ actor, signedIn }: Access): { id: string; name: string } {
  const id = actor.kind === "staff" ? actor.accountId : actor.kind;
  return { id, name: signedIn?.account.name ?? "Staff" };
}

/** The report is to say of each hold how it ended. */
async function endings(
  ports: DecidePorts,
  access: Access,
  told: { asked: Decision; standing: { holds: readonly { at: string }[] }; made: Decided },
): Promise<Change[]> {
  const { patientId, id: ref } = told.asked;
  const keys = told.standing.holds.map(({ at }) => ({ patientId, ref, at }));
  const how = told.made.ends ?? "lifted";
  const logged = await ports.holds.read(access.practice.id, keys);
  return logged.map((hold) =>
    ports.holds.saving(access.practice.id, {
      ...hold,
      ended: { how, at: access.now, by: whoIs(access).name },
    }),
  );
}
