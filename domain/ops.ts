import * as z from "zod/mini";
import type { Api } from "./api.ts";
import { Id, Instant } from "./identifiers.ts";
import { open, signed } from "./policy.ts";

const Dependency = z.object({
  name: z.enum(["store", "ehr", "write-backs", "mirror", "audit"]),
  status: z.enum(["ready", "degraded"]),
  since: z.optional(Instant),
  detail: z.optional(z.string()),
});

export const Health = z.object({
  status: z.enum(["ready", "degraded"]),
  dependencies: z.array(Dependency),
});
export type Health = z.infer<typeof Health>;

const text = z.optional(z.string());
/** A JWK's public members (RFC 7518 6.2, 6.3) by name: no private one leaves, whatever a use case hands out. */
const PublicKey = z.object({
  ...{ kty: z.string(), kid: text, use: text, alg: text },
  ...{ crv: text, x: text, y: text, n: text, e: text },
});
export type PublicKey = z.infer<typeof PublicKey>;

export const opsApi = {
  health: {
    method: "GET",
    path: "/health",
    summary: "Ready or degraded, per dependency.",
    policy: [open],
    input: z.strictObject({}),
    output: Health,
    problems: [],
    touches: "nobody",
  },
  openapi: {
    method: "GET",
    path: "/openapi.json",
    summary: "This API as OpenAPI 3.1.",
    policy: [open],
    input: z.strictObject({}),
    output: z.record(z.string(), z.unknown()),
    problems: [],
    touches: "nobody",
  },
  jwks: {
    method: "GET",
    path: "/.well-known/jwks.json",
    root: true,
    summary: "Public keys with which EHRs check our tokens.",
    policy: [open],
    input: z.strictObject({}),
    output: z.object({ keys: z.array(PublicKey) }),
    problems: [],
    touches: "nobody",
  },
} as const satisfies Api;

export const webhooksApi = {
  ehr: {
    method: "POST",
    path: "/webhooks/ehr/{connectionId}",
    summary: "An EHR says that something changed; we re-read it.",
    policy: [signed("ehr")],
    input: z.strictObject({ connectionId: Id }),
    output: z.undefined(),
    status: 204,
    problems: ["request.not-signed"],
    touches: "nobody",
  },
  twilio: {
    method: "POST",
    path: "/webhooks/twilio",
    summary: "Somebody answers one of our texts: STOP ends them, START lets them come again.",
    policy: [signed("twilio")],
    input: z.strictObject({}),
    output: z.undefined(),
    status: 204,
    problems: ["request.not-signed"],
    touches: "nobody",
  },
} as const satisfies Api;
