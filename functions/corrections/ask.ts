import {
  ANSWER_DAYS,
  type Correction,
  type correctionsApi,
  MOST_WAITING,
  withPractice,
} from "#domain/corrections.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { NewId } from "#ports/clock.ts";
import type { CorrectionRecord, Corrections } from "#ports/corrections.ts";
import { type Ehr, isConnected } from "#ports/ehr.ts";
import type { Ledger } from "#ports/ledger.ts";
import type { ReleasedRecords } from "#ports/records.ts";

type Api = Handlers<typeof correctionsApi>;

export interface AskPorts {
  readonly corrections: Corrections;
  readonly released: ReleasedRecords;
  readonly ledger: Ledger;
  readonly newId: NewId;
  /** Rejects where no EHR is connected yet. */
  ehr(connectionId: string): Promise<Ehr>;
}

const DAY_SECONDS = 86_400;

/**
 * Takes a request into the practice's queue and on its way into the chart, in one transaction. What the patient can't
 * see can't be named either.
 */
export const ask = (ports: AskPorts): Api["ask"] => ({
  async run(access, { id, words }) {
    const about = id === undefined ? undefined : await ports.released.named(access, id);
    const before = await ports.corrections.ofPatient(access.practice.id, access.patientId);
    if (before.filter(({ state }) => state === "waiting").length >= MOST_WAITING)
      throw new Problem("request.too-many", { retryAfterSeconds: DAY_SECONDS });
    // Without an EHR there is nothing to wait for: the practice has it.
    const connected = await isConnected(ports, access.practice.connectionId);
    const byHand = connected ? undefined : "not-supported";
    const record = newRecord(ports, access, { about, words, byHand });
    await ports.ledger.commit(
      access,
      {
        practiceId: record.practiceId,
        patientId: record.patientId,
        connectionId: access.practice.connectionId,
        aggregate: record.id,
        number: 1,
        kind: "correction.ask",
        payload: {},
        ...(byHand ? { byHand } : {}),
      },
      [ports.corrections.saving(record)],
    );
    const settled = await ports.corrections.read(record.practiceId, record.patientId, record.id);
    return shown(settled ?? record);
  },
  async reread({ practice, patientId }, id) {
    const record = await ports.corrections.read(practice.id, patientId, id);
    if (!record) throw new Problem("not-found");
    return shown(record);
  },
});

interface Asked extends Pick<Correction, "about" | "words"> {
  readonly byHand: "not-supported" | undefined;
}

function newRecord(
  { newId }: AskPorts,
  { practice, patientId, signedIn, now }: ChartAccess,
  { about, words, byHand }: Asked,
): CorrectionRecord {
  return {
    id: newId("cor"),
    practiceId: practice.id,
    patientId,
    name: signedIn?.account.name ?? "",
    ...(about ? { about } : {}),
    words,
    askedAt: now,
    dueAt: addSeconds(now, ANSWER_DAYS * DAY_SECONDS),
    state: "waiting",
    writeBack: byHand
      ? { ...withPractice(now), reason: byHand }
      : { state: "saved", since: now, nextStep: "wait" },
    version: 1,
  };
}

/** What this patient asked for, and what came of it. */
export const list = ({ corrections }: Pick<AskPorts, "corrections">): Api["list"] => ({
  async run({ practice, patientId }) {
    const records = await corrections.ofPatient(practice.id, patientId);
    return { items: records.map(shown) };
  },
});

/** As its patient sees it. */
function shown({
  id,
  about,
  words,
  askedAt,
  dueAt,
  state,
  answered,
  writeBack = withPractice(askedAt),
}: CorrectionRecord): Correction {
  const more = { ...(about ? { about } : {}), ...(answered ? { answered } : {}) };
  return { id, words, askedAt, dueAt, state, writeBack, ...more };
}
