import type { Outcome } from "#domain/writeback-row.ts";
import { charted, type InChart } from "./charted-note.ts";
import { type Desk, unknown } from "./desk.ts";
import { idIn, Raw, WRITE_BACK } from "./elements.ts";
import { isStatus, outcomeOf, type Reply } from "./failure.ts";
import { momentOf, newNote } from "./new-note.ts";
import { FORMS, type NoteCommand, type NoteType, TYPE } from "./note-forms.ts";
import { refuseWrongPatient } from "./reads.ts";
import { mapped, search } from "./search.ts";
import type { Query } from "./transport.ts";
import type { NoteWriter } from "./writes.ts";

const TAKEN = {
  "correction.ask": "correction",
  "message.send": "message",
  "result.decide": "decision",
} as const satisfies Record<NoteCommand["kind"], string>;

/** As what this server takes such a note; undefined where it takes none. */
function typeFor({ can }: Desk, { kind }: NoteCommand): NoteType | undefined {
  const form = can[TAKEN[kind]];
  return form === "none" ? undefined : TYPE[form];
}

/** Write a note into the chart: once per key, whatever is lost on the way. */
async function writeNote(desk: Desk, command: NoteCommand): Promise<Outcome> {
  const type = typeFor(desk, command);
  if (type === undefined) return { is: "unsupported" };
  const earlier = desk.context.attempt > 1 ? await findNote(desk, command) : nothing;
  if (earlier.is !== "absent" && earlier.is !== "unsupported") return earlier;
  const reply = await desk.create(newNote(type, desk.key, command));
  if (reply.is === "ok") return accepted(desk, { type, command, reply });
  // A clash can only be with an earlier attempt of ours: nobody else writes under this key.
  return isStatus(reply, 409, 412) ? clashed(desk, command, outcomeOf(reply)) : outcomeOf(reply);
}
const nothing: Outcome = { is: "absent" };

async function clashed(desk: Desk, command: NoteCommand, otherwise: Outcome): Promise<Outcome> {
  const earlier = await findNote(desk, command);
  return earlier.is === "done" ? earlier : otherwise;
}

interface Accepted {
  readonly type: NoteType;
  readonly command: NoteCommand;
  readonly reply: Reply & { is: "ok" };
}

/** With the record or, where a server answers without it, by the address it gave. */
function accepted(desk: Desk, { type, command, reply }: Accepted): Outcome {
  const raw = Raw.safeParse(reply.body);
  const one = raw.success && raw.data["resourceType"] === type ? charted(raw.data) : undefined;
  if (one && one.patientId !== command.patientId) {
    desk.http.log("ehr.wrong-patient", { type });
    return unknown;
  }
  const id = one?.id ?? idIn(reply.location, type);
  // Accepted, and it can't be told as what: a search will.
  return id === undefined ? unknown : { is: "done", reference: `${type}/${id}` };
}

/** What an earlier attempt left in the chart, as whatever it was written then. */
async function findNote(desk: Desk, command: NoteCommand): Promise<Outcome> {
  const forms = FORMS[command.kind].map((form) => TYPE[form]);
  const types = forms.filter((type) => questionsFor(desk, type, command).length > 0);
  const own = typeFor(desk, command);
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
const LATELY: Readonly<Record<NoteType, readonly string[]>> = {
  Task: ["_lastUpdated", "authored-on"],
  Communication: ["_lastUpdated", "sent"],
  DocumentReference: ["_lastUpdated", "date"],
  Provenance: ["_lastUpdated", "recorded"],
};

/** By our key; and by patient, for a server may drop identifiers it did not make. */
function questionsFor({ abilities, key }: Desk, type: NoteType, command: NoteCommand): Query[] {
  const byKey: Query[] = abilities.searches(type, "identifier")
    ? [[["identifier", `${WRITE_BACK}|${key}`]]]
    : [];
  const whose = whoseNotes(abilities, type, command);
  if (whose === undefined) return byKey;
  // Never the whole chart: only what is as new as the note.
  const lately = LATELY[type].find((name) => abilities.searches(type, name));
  if (lately === undefined) return byKey;
  const since = new Date(Date.parse(momentOf(command)) - CLOCKS_DIFFER_MS).toISOString();
  return [...byKey, [whose, [lately, `ge${since}`]]];
}

/** Those of one patient; of what was done with a record, those of the record. */
function whoseNotes(
  abilities: Desk["abilities"],
  type: NoteType,
  { patientId, about }: NoteCommand,
): readonly [string, string] | undefined {
  const byTarget = type === "Provenance" && abilities.searches(type, "target");
  if (byTarget && about !== undefined) return ["target", about];
  const owner = abilities.ownerParameter(type);
  return owner === undefined ? undefined : [owner, `Patient/${patientId}`];
}

async function found(
  { http, key, signal }: Desk,
  { type, query, command }: { type: NoteType; query: Query; command: NoteCommand },
): Promise<string | undefined> {
  const all = mapped(http, await search(http, { type, query, signal }), charted);
  if (all.some((one) => isOthers(one, type, command))) refuseWrongPatient(http, type);
  return all.find((one) => isOurs(one, key, command))?.id;
}

/** What others say of where a record comes from need not name its patient. */
const isOthers = ({ patientId }: InChart, type: NoteType, command: NoteCommand): boolean =>
  patientId !== command.patientId && !(type === "Provenance" && patientId === undefined);

/** Without any key: the same words of the same moment. */
function isOurs({ keys, words, at }: InChart, key: string, command: NoteCommand): boolean {
  if (keys.length > 0) return keys.includes(key);
  return words === command.words && at !== undefined && isMoment(at, momentOf(command));
}

/** A chart may keep whole seconds only. */
function isMoment(kept: string, said: string): boolean {
  const [then, at] = [Date.parse(kept), Date.parse(said)];
  return then === at || then === at - (at % 1000);
}

export const notes: NoteWriter = { write: writeNote, find: findNote };
