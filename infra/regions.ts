import * as z from "zod/mini";
import { Email } from "#domain/account.ts";
import { Id, LocalDay, TimeZone } from "#domain/identifiers.ts";
import { JurisdictionCode } from "#domain/release-law/law.ts";
import { OwnRelease } from "#domain/release-rules.ts";

const Practice = z.strictObject({
  id: Id,
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  phone: z.string().check(z.regex(/^\(\d{3}\) \d{3}-\d{4}$/)),
  timeZone: TimeZone,
  /** Names the secret `porchlight/connection/<connectionId>`: where its EHR is and how to sign in there. */
  connectionId: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
  /** Patients may change or cancel online until this many hours before a visit. */
  noticeHours: z.number().check(z.int(), z.gte(0), z.lte(168)),
  /** Whose law says when results may be shown; federal law alone where absent. */
  jurisdiction: z.optional(JurisdictionCode),
  /** Rules of release for laws that our tables lack, each named and answered for, and the laboratory's own codes. */
  release: z.optional(OwnRelease),
  languages: z.array(z.enum(["en", "es"])).check(z.minLength(1)),
  /** Visit types that patients may only ask for, or only see, by visit type id; the rest as far as the EHR can. */
  visitModes: z.optional(z.record(z.string(), z.enum(["request", "view"]))),
});

const DemoSignIns = z.strictObject({
  password: z.string().check(z.minLength(15)),
  signIns: z.array(
    z.strictObject({ email: Email, who: z.string(), kind: z.enum(["patient", "staff"]) }),
  ),
});

const Region = z
  .strictObject({
    /** The stack is called `Porchlight-<name>`. */
    name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,30}$/)),
    awsRegion: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
    /** Left out: whichever account the deploying person is signed in to. */
    account: z.optional(z.string().check(z.regex(/^\d{12}$/))),
    /** False: this region only ever runs on a developer's machine. */
    deployable: z.boolean(),
    /** MFA optional for staff, and sign-ins printed on the sign-in page. */
    demo: z.boolean(),
    demoSignIns: z.optional(DemoSignIns),
    /** Passkeys are bound to it for good: decide before the first patient enrols one. */
    domain: z.string().check(z.regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/)),
    /** The domain's zone in Route 53, which then gets all records. Left out: a person sets those the deployment names. */
    hostedZoneId: z.optional(z.string().check(z.regex(/^Z[A-Z0-9]{8,31}$/))),
    /** E-mails come from here. SES must know its domain as a verified identity, in this region. */
    noticeFrom: Email,
    /** Alarms and the budget tell this address; AWS asks it once whether it wants to be told. */
    alarmsTo: Email,
    /** Where the alarms' runbooks are read: by default their folder in this repository. */
    runbooks: z._default(z.string().check(z.regex(/^[\w.:/-]+$/)), "docs/runbooks"),
    /** What this region may cost a month before the address above is told, US dollars. */
    monthlyBudgetUsd: z.number().check(z.int(), z.gte(1)),
    /** When business associate agreements were signed, with whom. Nothing can look that up: a person writes it down. */
    agreements: z.optional(z.strictObject({ aws: LocalDay, twilio: z.optional(LocalDay) })),
    // Twelve: they travel in an environment variable, and Lambda takes 4 KB of those in all.
    practices: z.array(Practice).check(z.minLength(1), z.maxLength(12)),
  })
  .check(
    z.refine((region) => !(region.demo && region.deployable), {
      error: "A demo region has well-known passwords and optional MFA: it cannot be deployable.",
      path: ["demo"],
    }),
    z.refine((region) => region.demo === (region.demoSignIns !== undefined), {
      error: "Demo sign-ins belong to a demo region, and to no other.",
      path: ["demoSignIns"],
    }),
    z.refine((region) => JSON.stringify(region.practices).length <= PRACTICES_BYTES, {
      error: "The practices take more than 3,000 letters: fewer practices, rules or codes.",
      path: ["practices"],
    }),
    z.refine((region) => unique(region.practices.map((practice) => practice.connectionId)), {
      error: "Each practice has a connection of its own.",
      path: ["practices"],
    }),
  );
export type Region = z.infer<typeof Region>;

/** Lambda takes 4 KB of environment in all; the practices may have most of it. */
const PRACTICES_BYTES = 3_000;

const unique = (names: string[]) => new Set(names).size === names.length;

const Regions = z.array(Region).check(
  z.refine((regions) => unique(regions.map((region) => region.name)), {
    error: "Two regions have the same name.",
  }),
  // Conditional writes are checked per region: two homes could both give away one slot.
  z.refine((regions) => unique(regions.flatMap(({ practices }) => practices.map(({ id }) => id))), {
    error: "A practice has one home region.",
  }),
);

/**
 * Regions as configured. zod/mini has no words of its own, and whoever edits this file should be told what is wrong; here
 * alone, for everywhere else the words are ours.
 */
export const regionsIn = (configured: unknown): readonly Region[] =>
  z.parse(Regions, configured, { error: z.locales.en().localeError });

export const regions: readonly Region[] = regionsIn([
  {
    name: "demo",
    awsRegion: "us-east-2",
    deployable: false,
    demo: true,
    domain: "portal.lakeside.example.test",
    noticeFrom: "notices@lakeside.example.test",
    alarmsTo: "oncall@lakeside.example.test",
    monthlyBudgetUsd: 50,
    demoSignIns: {
      password: "Porchlight-demo-1",
      signIns: [
        { email: "ada@example.test", who: "Ada", kind: "patient" },
        { email: "grace@example.test", who: "Grace", kind: "patient" },
        { email: "frontdesk@example.test", who: "Front desk", kind: "staff" },
        { email: "clinician@example.test", who: "Clinician", kind: "staff" },
        { email: "billing@example.test", who: "Billing", kind: "staff" },
        { email: "admin@example.test", who: "Practice admin", kind: "staff" },
      ],
    },
    practices: [
      {
        id: "demo",
        name: "Lakeside Family Health",
        phone: "(312) 555-0142",
        timeZone: "America/Chicago",
        connectionId: "demo",
        // Short, so that whoever tries the product can book the next open time and still cancel it.
        noticeHours: 1,
        languages: ["en", "es"],
        visitModes: { "new-patient": "request" },
      },
    ],
  },
  // Two examples of a region to deploy: replace them with your own.
  {
    name: "west",
    awsRegion: "us-west-2",
    deployable: true,
    demo: false,
    domain: "portal.harbor.example",
    noticeFrom: "notices@harbor.example",
    alarmsTo: "oncall@harbor.example",
    monthlyBudgetUsd: 200,
    practices: [
      {
        id: "harbor",
        name: "Harbor Street Clinic",
        phone: "(206) 555-0123",
        timeZone: "America/Los_Angeles",
        connectionId: "harbor",
        noticeHours: 24,
        languages: ["en", "es"],
      },
    ],
  },
  {
    name: "east",
    awsRegion: "us-east-2",
    deployable: true,
    demo: false,
    domain: "portal.millbrook.example",
    hostedZoneId: "Z0123456789EXAMPLE",
    noticeFrom: "notices@millbrook.example",
    alarmsTo: "oncall@millbrook.example",
    monthlyBudgetUsd: 200,
    practices: [
      {
        id: "millbrook",
        name: "Millbrook Pediatrics",
        phone: "(614) 555-0177",
        timeZone: "America/New_York",
        connectionId: "millbrook",
        noticeHours: 24,
        languages: ["en", "es"],
      },
    ],
  },
]);
