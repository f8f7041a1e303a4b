import {
  EXPORT_HOURS,
  type exportsApi,
  LINK_SECONDS,
  type RecordsExport,
} from "#domain/exports.ts";
import { Problem } from "#domain/problem.ts";
import { addSeconds } from "#domain/time.ts";
import type { ChartAccess, Handlers } from "#http/access.ts";
import type { ExportRecord } from "#ports/exports.ts";
import { type AskPorts, fileName } from "./ports.ts";

type Api = Handlers<typeof exportsApi>;

/** Files of a chart somebody may ask for in a day. */
const A_DAY = 10;
/** Nobody works on an export for so long: what is not there by then never comes, seconds. */
const LOST_SECONDS = 15 * 60;
const DAY_SECONDS = EXPORT_HOURS * 3600;

/** Asks for the files; one that is being made is not made twice. */
export const start = (ports: AskPorts): Api["start"] => ({
  async run(access, { language = "en" }) {
    const now = access.now;
    const mine = await ownOf(ports, access);
    const current = mine.find(
      (one) => one.language === language && stateOf(one, now) === "preparing",
    );
    if (current) {
      const token = access.requestId.replaceAll("-", "");
      await ports.store.transact(access.commitment(current.id), token);
      return shown(current, now);
    }
    if (mine.length >= A_DAY)
      throw new Problem("request.too-many", { retryAfterSeconds: DAY_SECONDS });
    return shown(await begin(ports, access, language), now);
  },
  reread: (access, id) => readOne(ports, access, id),
});

async function begin(
  ports: AskPorts,
  access: ChartAccess,
  language: ExportRecord["language"],
): Promise<ExportRecord> {
  const record: ExportRecord = {
    ...chartOf(access),
    id: ports.newId("exp"),
    relation: access.relation === "self" ? "self" : "proxy",
    language,
    state: "preparing",
    askedAt: access.now,
    version: 1,
  };
  await ports.store.transact(
    [...access.commitment(record.id), ports.exports.saving(record)],
    access.requestId.replaceAll("-", ""),
  );
  const { practiceId, patientId, owner, id } = record;
  try {
    await ports.makers.send({ practiceId, patientId, owner, id });
    return record;
  } catch (error) {
    ports.log.error("exports.not-rung", error, { id });
    const failed = { ...record, state: "failed", failure: "internal", version: 2 } as const;
    await ports.store.apply(ports.exports.saving(failed));
    return failed;
  }
}

/** What somebody asked for in the last day, newest first. */
export const list = (ports: AskPorts): Api["list"] => ({
  async run(access) {
    const mine = await ownOf(ports, access);
    return { items: mine.map((one) => shown(one, access.now)) };
  },
});

/** One of them, with addresses once it is ready. */
export const read = (ports: AskPorts): Api["read"] => ({
  run: (access, { id }) => readOne(ports, access, id),
});

async function readOne(ports: AskPorts, access: ChartAccess, id: string): Promise<RecordsExport> {
  const record = await ports.exports.read({ ...chartOf(access), id });
  if (!record || !isKept(record, access)) throw new Problem("not-found");
  const plain = shown(record, access.now);
  if (plain.state !== "ready") return plain;
  const linksUntil = addSeconds(access.now, LINK_SECONDS);
  const day = record.askedAt.slice(0, 10);
  const files = (record.files ?? []).map(async ({ format, sizeBytes }) => {
    const as = `my-records-${day}.${format === "fhir" ? "json" : "pdf"}`;
    const file = { as, seconds: LINK_SECONDS };
    return { format, sizeBytes, url: await ports.links.link(fileName(record, format), file) };
  });
  return { ...plain, files: await Promise.all(files), linksUntil };
}

const ownOf = async (ports: AskPorts, access: ChartAccess): Promise<ExportRecord[]> =>
  (await ports.exports.list(chartOf(access))).filter((one) => isKept(one, access));

/** What is a carer's is not the patient's, nor the other way round: each has seen with their own eyes. */
const chartOf = ({ practice, patientId, relation, signedIn }: ChartAccess) => ({
  practiceId: practice.id,
  patientId,
  owner: relation === "self" ? "self" : (signedIn?.account.id ?? ""),
});

const isKept = ({ askedAt }: ExportRecord, { now }: ChartAccess): boolean =>
  addSeconds(askedAt, DAY_SECONDS) > now;

/** One whose maker was lost has failed, whatever stands in it. */
const stateOf = ({ state, askedAt }: ExportRecord, now: string): ExportRecord["state"] =>
  state === "preparing" && addSeconds(askedAt, LOST_SECONDS) < now ? "failed" : state;

function shown(record: ExportRecord, now: string): RecordsExport {
  const { id, askedAt, language, asOf, failure } = record;
  const state = stateOf(record, now);
  return {
    id,
    state,
    askedAt,
    language,
    ...(state === "failed" ? { failure: failure ?? "internal" } : {}),
    ...(state === "ready" ? { asOf, keptUntil: addSeconds(askedAt, DAY_SECONDS) } : {}),
  };
}
