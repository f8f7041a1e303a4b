import * as z from "zod/mini";
import { isShown } from "#domain/record-sections.ts";

/** What an event asks us to read again: these records, whatever changed, or nothing. */
export type News =
  | { readonly kind: "records"; readonly references: readonly string[] }
  | { readonly kind: "unknown" }
  | { readonly kind: "none" };

/** The R4 backport of topic subscriptions: a Bundle whose first entry is the status, with one part per event. */
const Part = z.object({
  name: z.string(),
  valueReference: z.optional(z.object({ reference: z.optional(z.string()) })),
});
const Status = z.object({
  name: z.string(),
  valueCode: z.optional(z.string()),
  part: z.optional(z.array(Part)),
});
const Notification = z.object({
  resourceType: z.literal("Bundle"),
  entry: z
    .array(
      z.object({
        resource: z.optional(
          z.object({ resourceType: z.string(), parameter: z.optional(z.array(Status)) }),
        ),
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
});
/** Some servers, such as Medplum, send the record itself. Nothing but its name is taken from it. */
const Record = z.object({ resourceType: z.string(), id: z.string() });

const NAMED = /(?:^|\/)(([A-Za-z]{1,64})\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[\w.-]+)?$/;
/** The schedule, and whatever a chart is made of. */
const isFollowed = (type: string): boolean =>
  type === "Appointment" || type === "Slot" || isShown(type);
/** More than this and reading everything anew is cheaper. */
const RECORDS_AT_MOST = 50;

export function newsIn(rawBody: string): News {
  const body = parsed(rawBody);
  const notification = Notification.safeParse(body);
  if (notification.success) return newsOf(notification.data);
  const record = Record.safeParse(body);
  if (record.success && record.data.resourceType !== "Bundle")
    return records([`${record.data.resourceType}/${record.data.id}`]);
  return { kind: "unknown" };
}

function newsOf({ entry }: z.infer<typeof Notification>): News {
  const statuses = entry.flatMap(({ resource }) => resource?.parameter ?? []);
  if (statuses.length === 0) return { kind: "unknown" };
  const type = statuses.find(({ name }) => name === "type")?.valueCode;
  if (type === "handshake" || type === "heartbeat") return { kind: "none" };
  const focus = statuses
    .flatMap(({ part }) => part ?? [])
    .filter(({ name }) => name === "focus")
    .flatMap(({ valueReference }) => valueReference?.reference ?? []);
  return focus.length === 0 ? { kind: "unknown" } : records(focus);
}

function records(references: readonly string[]): News {
  const followed = references.flatMap((reference) => {
    const [, named, type = ""] = NAMED.exec(reference) ?? [];
    return named !== undefined && isFollowed(type) ? [named] : [];
  });
  const distinct = [...new Set(followed)];
  if (distinct.length === 0) return { kind: "none" };
  return distinct.length > RECORDS_AT_MOST
    ? { kind: "unknown" }
    : { kind: "records", references: distinct };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
