import * as z from "zod/mini";

const faultKinds = [
  "refuse",
  "hang",
  "drop-before",
  "drop-after",
  "status",
  "status-after",
  "truncate",
  "wrong-patient",
  "stale-search",
  "duplicate-webhook",
] as const;

const Count = z.int().check(z.minimum(1), z.maximum(10_000));

export const Fault = z.strictObject({
  fault: z.enum(faultKinds),
  status: z.optional(z.int().check(z.minimum(400), z.maximum(599))),
  retryAfter: z.optional(z.union([z.string(), z.int().check(z.minimum(0))])),
  method: z.optional(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"])),
  type: z.optional(z.string().check(z.regex(/^[A-Za-z]+$/))),
  seconds: z.optional(z.int().check(z.minimum(1), z.maximum(86_400))),
  count: z._default(Count, 1),
});
export type Fault = z.infer<typeof Fault>;

/** What a sentence to the operator says about a fault that can't be queued. */
export function whyNot(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.join(".");
  const kinds = faultKinds.join(", ");
  if (place === "fault") return `fault is one of: ${kinds}.`;
  return `${place ? `${place}: ` : ""}${issue?.message ?? "This is not a fault"}.`;
}
