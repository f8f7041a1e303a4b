import * as z from "zod/mini";
import { Cursor, Id, Instant, plainText } from "./identifiers.ts";

/** A stretch of time that would suit: a visit somewhere inside it. */
export const Window = z
  .strictObject({ from: Instant, to: Instant })
  .check(z.refine((window) => window.from < window.to, { error: "`from` must be before `to`." }));
export type Window = z.infer<typeof Window>;

/** Either a slot straight away or a hold on it. */
const whichTime = { slotId: z.optional(Id), holdId: z.optional(Id) };
const oneTime = z.refine<{ slotId?: string | undefined; holdId?: string | undefined }>(
  (given) => (given.slotId === undefined) !== (given.holdId === undefined),
  { error: "Give either slotId or holdId.", path: ["slotId"] },
);

export const REASON_LENGTH = 255; // Oracle Health takes at most 255 characters of reasonCode.text.
export const ReasonText = plainText(REASON_LENGTH);

/** Longest range of days one question for open slots may span. */
export const SLOT_RANGE_DAYS = 62;

export const SlotQuery = z
  .strictObject({
    visitTypeId: Id,
    from: Instant,
    to: Instant,
    practitionerId: z.optional(Id),
    locationId: z.optional(Id),
    cursor: z.optional(Cursor),
  })
  .check(
    z.refine((q) => q.from < q.to, { error: "`from` must be before `to`.", path: ["from"] }),
    z.refine((q) => Date.parse(q.to) - Date.parse(q.from) <= SLOT_RANGE_DAYS * 86_400_000, {
      error: `At most ${SLOT_RANGE_DAYS} days at once.`,
      path: ["to"],
    }),
  );
export type SlotQuery = z.infer<typeof SlotQuery>;

/** How many preferred windows one request may name. */
const WINDOWS = 3;

/** Either a time (book), or what would suit (request): the visit type's mode says which. */
export const BookRequest = z
  .strictObject({
    ...whichTime,
    visitTypeId: z.optional(Id),
    preferred: z.optional(z.array(Window).check(z.minLength(1), z.maxLength(WINDOWS))),
    practitionerId: z.optional(Id),
    locationId: z.optional(Id),
    reason: z.optional(ReasonText),
  })
  .check(
    z.refine(
      (given) =>
        [given.slotId, given.holdId, given.preferred].filter((way) => way !== undefined).length ===
        1,
      { error: "Give one of slotId, holdId or preferred.", path: ["slotId"] },
    ),
    z.refine((given) => (given.preferred === undefined) === (given.visitTypeId === undefined), {
      error: "`visitTypeId` goes with `preferred`: a slot has its own.",
      path: ["visitTypeId"],
    }),
  );
export type BookRequest = z.infer<typeof BookRequest>;

/** The patient's answer to offered times: one of them, or none. */
export const AnswerRequest = z
  .strictObject({ id: Id, slotId: z.optional(Id), none: z.optional(z.literal(true)) })
  .check(
    z.refine((given) => (given.slotId === undefined) !== (given.none === undefined), {
      error: "Give slotId, or none: true.",
      path: ["slotId"],
    }),
  );

export const RescheduleRequest = z.strictObject({ id: Id, ...whichTime }).check(oneTime);
export type RescheduleRequest = z.infer<typeof RescheduleRequest>;

export const CancelRequest = z.strictObject({ id: Id, reason: z.optional(ReasonText) });
export type CancelRequest = z.infer<typeof CancelRequest>;
