import * as z from "zod/mini";
import { Permission, ProxyScope } from "./actor.ts";
import type { Api } from "./api.ts";
import { Id, Instant, TimeZone } from "./identifiers.ts";
import { account, open } from "./policy.ts";

export const Email = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(254), z.regex(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/));
export const Password = z.string().check(z.minLength(1), z.maxLength(256));

/** The practice as anyone may know it: what the sign-in page shows. */
export const PracticeCard = z.object({
  id: Id,
  name: z.string(),
  phone: z.string(),
  timeZone: TimeZone,
});
export type PracticeCard = z.infer<typeof PracticeCard>;

const Person = z.object({ id: Id, name: z.string(), firstName: z.string() });

/** Who is signed in and which charts are theirs to see. */
export const Session = z.object({
  account: z.object({ id: Id, kind: z.enum(["patient", "staff"]), email: z.string() }),
  practice: PracticeCard,
  /** Present for patients. */
  patient: z.optional(Person),
  /** Charts of others this account cares for. */
  proxies: z.array(
    z.object({ ...Person.shape, relationship: z.string(), scopes: z.array(ProxyScope) }),
  ),
  /** Present for staff. */
  staff: z.optional(
    z.object({ name: z.string(), role: z.string(), permissions: z.array(Permission) }),
  ),
  /** Ends by itself here without use (idle) and here at the latest (absolute). */
  idleExpiresAt: Instant,
  expiresAt: Instant,
});
export type Session = z.infer<typeof Session>;

/** A second step is needed: send `session` and the answer to `POST /session/challenge`. */
export const Challenge = z.object({
  challenge: z.object({
    name: z.enum(["SOFTWARE_TOKEN_MFA", "NEW_PASSWORD_REQUIRED", "MFA_SETUP"]),
    session: z.string(),
    email: z.string(),
    /** For MFA_SETUP: the secret to put into an authenticator app. */
    secret: z.optional(z.string()),
  }),
});
export type Challenge = z.infer<typeof Challenge>;

export const SignIn = z.strictObject({ email: Email, password: Password });
export type SignIn = z.infer<typeof SignIn>;

export const ChallengeAnswer = z.strictObject({
  email: Email,
  name: Challenge.shape.challenge.shape.name,
  session: z.string().check(z.minLength(1), z.maxLength(4096)),
  code: z.optional(z.string().check(z.regex(/^\d{6}$/))),
  newPassword: z.optional(Password),
});
export type ChallengeAnswer = z.infer<typeof ChallengeAnswer>;

export const accountApi = {
  signIn: {
    method: "POST",
    path: "/session",
    summary: "Sign in with e-mail and password.",
    policy: [open],
    input: SignIn,
    output: z.union([Session, Challenge]),
    problems: ["session.refused", "request.too-many"],
    touches: "nobody",
    limit: "sign-in",
  },
  answerChallenge: {
    method: "POST",
    path: "/session/challenge",
    summary: "Answer the second step of a sign-in.",
    policy: [open],
    input: ChallengeAnswer,
    output: z.union([Session, Challenge]),
    problems: ["session.challenge-refused", "session.refused", "request.too-many"],
    touches: "nobody",
    limit: "sign-in",
  },
  session: {
    method: "GET",
    path: "/session",
    summary: "Who is signed in.",
    policy: [account],
    input: z.strictObject({}),
    output: Session,
    problems: [],
    touches: "nobody",
  },
  signOut: {
    method: "DELETE",
    path: "/session",
    summary: "Sign out on this device, or everywhere.",
    policy: [account],
    input: z.strictObject({ everywhere: z.optional(z.literal("true")) }),
    output: z.undefined(),
    status: 204,
    problems: [],
    touches: "nobody",
  },
  welcome: {
    method: "GET",
    path: "/welcome",
    summary: "What the sign-in page shows: the practice's name and phone.",
    policy: [open],
    input: z.strictObject({}),
    output: z.object({
      practice: PracticeCard,
      /** Only on a demonstration installation: one-tap sign-ins. */
      demo: z.optional(
        z.object({
          password: z.string(),
          signIns: z.array(
            z.object({ email: z.string(), who: z.string(), kind: z.enum(["patient", "staff"]) }),
          ),
        }),
      ),
    }),
    problems: [],
    touches: "nobody",
  },
} as const satisfies Api;
