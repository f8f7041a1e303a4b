import * as z from "zod/mini";
import type { Api } from "#domain/api.ts";
import { Id, plainText } from "#domain/identifiers.ts";
import { account, open, proxy, self, signed, staff } from "#domain/policy.ts";
import { Problem } from "#domain/problem.ts";
import type { Handlers } from "./access.ts";
import type { Kernel } from "./kernel.ts";

/** For tests: a made-up capability with a route of every kind. */
const Note = z.object({ id: Id, text: z.string(), patientId: Id });

export const notesApi = {
  make: {
    method: "POST",
    path: "/notes",
    summary: "Keep a note.",
    policy: [self, proxy("appointments:act")],
    input: z.strictObject({ id: Id, text: plainText(200) }),
    output: Note,
    status: 201,
    problems: ["appointments.slot-taken"],
    keyed: true,
    touches: "chart",
  },
  read: {
    method: "GET",
    path: "/notes/{id}",
    summary: "Read a note.",
    policy: [self, proxy("appointments:read")],
    input: z.strictObject({ id: Id }),
    output: Note,
    problems: [],
    touches: "chart",
  },
  board: {
    method: "GET",
    path: "/board",
    summary: "Everybody's notes.",
    policy: [staff("schedule")],
    input: z.strictObject({}),
    output: z.object({ patients: z.array(Id) }),
    problems: [],
    touches: (output: { patients: string[] }) => output.patients,
  },
  knock: {
    method: "POST",
    path: "/knock",
    summary: "Anyone may try.",
    policy: [open],
    input: z.strictObject({ word: z.string() }),
    output: z.object({ heard: z.boolean() }),
    problems: [],
    touches: "nobody",
    limit: "sign-in",
  },
  mine: {
    method: "GET",
    path: "/mine",
    summary: "My account.",
    policy: [account],
    input: z.strictObject({ words: z.optional(z.string()) }),
    output: z.object({ id: Id }),
    problems: [],
    touches: "nobody",
  },
  bell: {
    method: "POST",
    path: "/bell/{connectionId}",
    summary: "A vendor rings.",
    policy: [signed("ehr")],
    input: z.strictObject({ connectionId: Id }),
    output: z.undefined(),
    status: 204,
    problems: [],
    touches: "nobody",
  },
} as const satisfies Api;

/** The note as an item of the patient's; a note's id is taken by whoever is first. */
export function notes({ store }: Kernel, kept: Map<string, z.infer<typeof Note>>) {
  const key = (id: string) => ({ pk: `NOTE#${id}`, sk: "NOTE" });
  const readNote = (patientId: string, id: string) => {
    const note = kept.get(id);
    if (note?.patientId !== patientId) throw new Problem("not-found");
    return note;
  };
  const handlers: Handlers<typeof notesApi> = {
    make: {
      async run({ patientId, requestId, commitment }, { id, text }) {
        const note = { id, text, patientId };
        const taken = new Problem("appointments.slot-taken");
        // Before the transaction: whoever sees that it committed must see the note.
        if (!kept.has(id)) kept.set(id, note);
        await store.transact(
          [
            { put: { ...key(id), data: note }, when: [["absent"]], otherwise: taken },
            ...commitment(id),
          ],
          requestId,
        );
        return note;
      },
      reread: async ({ patientId }, id) => readNote(patientId, id),
    },
    read: {
      run: async ({ patientId }, { id }) =>
        // More than the table allows to leave, as a careless use case might.
        Object.assign({ secret: "held" }, readNote(patientId, id)),
    },
    board: { run: async () => ({ patients: ["pat-1", "pat-2", "pat-1"] }) },
    knock: { run: async () => ({ heard: true }) },
    mine: { run: async ({ signedIn }) => ({ id: signedIn?.account.id ?? "nobody" }) },
    bell: { run: async () => undefined },
  };
  return handlers;
}
