import * as z from "zod/mini";
import { Email } from "#domain/account.ts";
import type { Permission } from "#domain/actor.ts";
import { Id } from "#domain/identifiers.ts";

/** What people in these positions usually may do. */
const ROLES = {
  frontdesk: ["schedule", "write-backs", "patients", "messages"],
  clinician: ["schedule", "patients", "results:release", "messages"],
  billing: ["patients"],
  admin: ["schedule", "write-backs", "connections", "patients"],
} as const satisfies Record<string, readonly Permission[]>;

const Staff = z.object({
  kind: z.literal("staff"),
  email: Email,
  role: z.enum(["frontdesk", "clinician", "billing", "admin"]),
  name: z.string().check(z.minLength(1), z.maxLength(80)),
});
/** A patient's name comes from the chart. */
const Patient = z.object({ kind: z.literal("patient"), email: Email, chart: Id });

export type Invited = (z.infer<typeof Staff> | z.infer<typeof Patient>) & {
  readonly practiceId: string | undefined;
};

export const usage = `npm run invite -- <region> staff <e-mail> <${Object.keys(ROLES).join("|")}> <name> [practice]
npm run invite -- <region> patient <e-mail> <id of the Patient in the EHR> [practice]`;

/** What was asked for on the command line; undefined where it makes no sense. */
export function invitedBy(words: readonly string[]): Invited | undefined {
  const [kind, email, third, fourth, fifth] = words;
  if (kind === "staff") {
    const { data } = z.safeParse(Staff, { kind, email, role: third, name: fourth });
    return data && { ...data, practiceId: fifth };
  }
  const { data } = z.safeParse(Patient, { kind, email, chart: third });
  return data && { ...data, practiceId: fourth };
}

export const permissionsOf = (role: keyof typeof ROLES): readonly Permission[] => ROLES[role];
