import * as z from "zod/mini";
import type { Outcome } from "#domain/writeback-row.ts";
import { type Desk, unknown } from "./desk.ts";
import {
  correlationIds,
  Identifier,
  idIn,
  loose,
  looseList,
  Raw,
  Reference,
  resourceOf,
  WRITE_BACK,
} from "./elements.ts";
import { isStatus, outcomeOf, type Reply } from "./failure.ts";
import {
  CORRECTION_TYPES,
  type Correct,
  type CorrectionType,
  newCorrection,
} from "./new-correction.ts";
import { refuseWrongPatient } from "./reads.ts";
import { mapped, search } from "./search.ts";
import type { Query } from "./transport.ts";

const TYPE = { task: "Task", document: "DocumentReference", none: undefined } as const;

/** Write a patient's request into the chart: once per key, whatever is lost on the way. */
export async function correct(desk: Desk, command: Correct): Promise<Outcome> {
  const type = TYPE[desk.can.correction];
  if (type === undefined) return { is: "unsupported" };
  const earlier = desk.context.attempt > 1 ? await findCorrection(desk, command) : nothing;
  if (earlier.is !== "absent" && earlier.is !== "unsupported") return earlier;
  const reply = await desk.create(newCorrection(type, desk, command));
  if (reply.is === "ok") return accepted(desk, { type, command, reply });
  // A clash can only be with an earlier attempt of ours: nobody else writes under this key.
  return isStatus(reply, 409, 412) ? clashed(desk, command, outcomeOf(reply)) : outcomeOf(reply);
}
const nothing: Outcome = { is: "absent" };

async function clashed(desk: Desk, command: Correct, otherwise: Outcome): Promise<Outcome> {
  const earlier = await findCorrection(desk, command);
  return earlier.is === "done" ? earlier : otherwise;
}

interface Accepted {
  readonly type: CorrectionType;
  readonly command: Correct;
  readonly reply: Reply & { is: "ok" };
}

/** With the record or, where a server answers without it, by the address it gave. */
function accepted(desk: Desk, { type, command, reply }: Accepted): Outcome {
  const raw = Raw.safeParse(reply.body);
  const charted = raw.success && raw.data["resourceType"] === type ? kept(raw.data) : undefined;
  if (charted && charted.patientId !== command.patientId) {
    desk.http.log("ehr.wrong-patient", { type });
    return unknown;
  }
  const id = charted?.id ?? idIn(reply.location, type);
  // Accepted, and it can't be told as what: a search will.
  return id === undefined ? unknown : { is: "done", reference: `${type}/${id}` };
}

/** What an earlier attempt left in the chart, as whatever it was written then. */
export async function findCorrection(desk: Desk, command: Correct): Promise<Outcome> {
  const types = CORRECTION_TYPES.filter((type) => questionsFor(desk, type, command).length > 0);
  const own = TYPE[desk.can.correction];
  if (types.length === 0 || (own && !types.includes(own))) return { is: "unsupported" };
  for (const type of types)
    for (const query of questionsFor(desk, type, command)) {
      const id = await found(desk, { type, query, command });
      if (id !== undefined) return { is: "done", reference: `${type}/${id}` };
    }
  return nothing;
}

/** A chart's clock may be behind ours. */
const CLOCKS_DIFFER_MS = 3_600_000;
/** Parameters that tell new records from old, best first. */
const LATELY = {
  Task: ["_lastUpdated", "authored-on"],
  DocumentReference: ["_lastUpdated", "date"],
};

/** By our key; and by patient, for a server may drop identifiers it did not make. */
function questionsFor({ abilities, key }: Desk, type: CorrectionType, command: Correct): Query[] {
  const byKey: Query[] = abilities.searches(type, "identifier")
    ? [[["identifier", `${WRITE_BACK}|${key}`]]]
    : [];
  const owner = abilities.ownerParameter(type);
  if (owner === undefined) return byKey;
  // Never the whole chart: only what is as new as the request.
  const lately = LATELY[type].find((name) => abilities.searches(type, name));
  if (lately === undefined) return byKey;
  const since = new Date(Date.parse(command.askedAt) - CLOCKS_DIFFER_MS).toISOString();
  return [
    ...byKey,
    [
      [owner, `Patient/${command.patientId}`],
      [lately, `ge${since}`],
    ],
  ];
}

async function found(
  { http, key, signal }: Desk,
  { type, query, command }: { type: CorrectionType; query: Query; command: Correct },
): Promise<string | undefined> {
  const all = mapped(http, await search(http, { type, query, signal }), kept);
  if (all.some(({ patientId }) => patientId !== command.patientId)) refuseWrongPatient(http, type);
  return all.find((one) => isOurs(one, key, command))?.id;
}

/** Without any key: the same words of the same moment. */
function isOurs({ keys, words, at }: Kept, key: string, command: Correct): boolean {
  if (keys.length > 0) return keys.includes(key);
  const then = at === undefined ? Number.NaN : Date.parse(at);
  return words === command.words && then === Date.parse(command.askedAt);
}

interface Kept {
  readonly id: string;
  readonly patientId: string | undefined;
  readonly keys: readonly string[];
  readonly words: string | undefined;
  readonly at: string | undefined;
}

const text = loose(z.string());
const reference = loose(Reference);
const FhirTask = z.object({
  ...resourceOf("Task"),
  identifier: looseList(Identifier),
  for: reference,
  description: text,
  authoredOn: text,
});
const FhirDocument = z.object({
  ...resourceOf("DocumentReference"),
  identifier: looseList(Identifier),
  subject: reference,
  date: text,
  content: looseList(z.object({ attachment: z.object({ data: text }) })),
});

function kept(raw: Raw): Kept | undefined {
  const task = FhirTask.safeParse(raw);
  if (task.success) {
    const { id, identifier, for: whose, description: words, authoredOn: at } = task.data;
    return { id, ...owned(whose, identifier), words, at };
  }
  const document = FhirDocument.safeParse(raw);
  if (!document.success) return undefined;
  const { id, identifier, subject, content, date: at } = document.data;
  const data = content[0]?.attachment.data;
  const words = data === undefined ? undefined : Buffer.from(data, "base64").toString("utf8");
  return { id, ...owned(subject, identifier), words, at };
}

const owned = (
  whose: z.infer<typeof reference>,
  identifiers: readonly z.infer<typeof Identifier>[],
) => ({ patientId: idIn(whose?.reference, "Patient"), keys: correlationIds(identifiers) });
