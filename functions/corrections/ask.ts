import {
  ANSWER_DAYS,
  type Correction,
  type correctionsApi,
  MOST_WAITING,
} from "#domain/corrections.ts";
import { Problem } from "#domain/problem.ts";
import { inItemId } from "#domain/records.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { NewId } from "#ports/clock.ts";
import type { CorrectionRecord, Corrections } from "#ports/corrections.ts";
import type { ReleasedRecords } from "#ports/records.ts";
import type { Store } from "#ports/store.ts";

type Api = Handlers<typeof correctionsApi>;

export interface AskPorts {
  readonly corrections: Corrections;
  readonly released: ReleasedRecords;
  readonly store: Store;
  readonly newId: NewId;
}

const DAY_SECONDS = 86_400;

/** Takes a request into the practice's queue. What the patient can't see can't be named either. */
export const ask = (ports: AskPorts): Api["ask"] => ({
  async run(access, { id, words }) {
    const about = id === undefined ? undefined : await aboutOf(ports, access, id);
    const before = await ports.corrections.ofPatient(access.practice.id, access.patientId);
    if (before.filter(({ state }) => state === "waiting").length >= MOST_WAITING)
      throw new Problem("request.too-many", { retryAfterSeconds: DAY_SECONDS });
    const record: CorrectionRecord = {
      id: ports.newId("cor"),
      practiceId: access.practice.id,
      patientId: access.patientId,
      name: access.signedIn?.account.name ?? "",
      ...(about ? { about } : {}),
      words,
      askedAt: access.now,
      dueAt: addSeconds(access.now, ANSWER_DAYS * DAY_SECONDS),
      state: "waiting",
      version: 1,
    };
    await ports.store.transact(
      [...access.commitment(record.id), ports.corrections.saving(record)],
      access.requestId.replaceAll("-", ""),
    );
    return shown(record);
  },
  async reread({ practice, patientId }, id) {
    const record = await ports.corrections.read(practice.id, patientId, id);
    if (!record) throw new Problem("not-found");
    return shown(record);
  },
});

async function aboutOf(
  ports: AskPorts,
  access: ChartAccess,
  id: string,
): Promise<NonNullable<Correction["about"]>> {
  const found = inItemId(id) && (await ports.released.one(access, id));
  if (!found) throw new Problem("not-found");
  const { section, result, item } = found.record;
  return { id, section, title: result?.title || item.title };
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
}: CorrectionRecord): Correction {
  const more = { ...(about ? { about } : {}), ...(answered ? { answered } : {}) };
  return { id, words, askedAt, dueAt, state, ...more };
}
