import * as z from "zod/mini";
import type { Instant } from "#domain/identifiers.ts";
import { isShown } from "#domain/record-sections.ts";
import type { Clock } from "#ports/clock.ts";
import type { Capabilities } from "#ports/ehr.ts";
import { loose, looseList } from "./elements.ts";
import { NoAnswer } from "./failure.ts";
import { FORMS, type NoteForm, TYPE } from "./note-forms.ts";
import type { Transport } from "./transport.ts";

/** What a vendor's connector may use at most, whatever a server's statement says. */
export interface Descriptor {
  readonly transaction: boolean;
  readonly book: boolean;
  readonly reschedule: boolean;
  readonly cancel: boolean;
  readonly correct: boolean;
  readonly message: boolean;
  readonly tellRelease: boolean;
  readonly writeSlot: boolean;
  /** How long this kind of server's searches may lag behind its writes. */
  readonly searchLagSeconds: number;
}

/** Any FHIR R4 server. HAPI and Medplum index at once; behind a search cluster it takes seconds. */
export const genericR4: Descriptor = {
  transaction: true,
  book: true,
  reschedule: true,
  cancel: true,
  correct: true,
  message: true,
  tellRelease: true,
  writeSlot: true,
  searchLagSeconds: 5,
};

const Statement = z.object({
  resourceType: z.literal("CapabilityStatement"),
  rest: z.array(
    z.object({
      mode: loose(z.string()),
      interaction: looseList(z.object({ code: z.string() })),
      searchParam: looseList(z.object({ name: z.string() })),
      resource: looseList(
        z.object({
          type: z.string(),
          interaction: looseList(z.object({ code: z.string() })),
          searchParam: looseList(z.object({ name: z.string() })),
          versioning: loose(z.string()),
          conditionalCreate: loose(z.boolean()),
        }),
      ),
    }),
  ),
});
type Rest = z.infer<typeof Statement>["rest"][number];

/** Parameters that ask for one patient's resources, over all types, best first. */
const OWNER_PARAMETERS = ["patient", "subject", "beneficiary", "individual"] as const;

/** A server's own word about itself. What it does not say, it can't do. */
export class Abilities {
  readonly asOf: Instant | undefined;
  readonly transaction: boolean;
  readonly #rest: Rest | undefined;

  constructor(rest: Rest | undefined, asOf: Instant | undefined) {
    this.#rest = rest;
    this.asOf = asOf;
    this.transaction = rest?.interaction.some(({ code }) => code === "transaction") ?? false;
  }

  /** The parameter that asks for one patient's resources of a type. */
  ownerParameter(type: string): string | undefined {
    return OWNER_PARAMETERS.find((name) => this.searches(type, name));
  }

  /** Types of a patient's chart that can be read: those searched by patient, and the patient's own. */
  get chartTypes(): string[] {
    return (this.#rest?.resource ?? [])
      .map(({ type }) => type)
      .filter(
        (type) =>
          isShown(type) &&
          this.can(type, "read") &&
          (type === "Patient" || this.ownerParameter(type) !== undefined),
      );
  }

  can(type: string, interaction: "read" | "search-type" | "create" | "update"): boolean {
    return this.#resource(type)?.interaction.some(({ code }) => code === interaction) ?? false;
  }

  searches(type: string, parameter: string): boolean {
    if (!this.can(type, "search-type")) return false;
    const own = this.#resource(type)?.searchParam ?? [];
    return [...own, ...(this.#rest?.searchParam ?? [])].some(({ name }) => name === parameter);
  }

  conditionalCreate(type: string): boolean {
    return this.#resource(type)?.conditionalCreate === true;
  }

  /** Whether If-Match is known to be honoured. A server that is silent may still honour it. */
  guardsVersions(type: string): boolean {
    return this.#resource(type)?.versioning === "versioned-update";
  }

  /** Visits that share a time with another can be found: the last defence where no Slot can be guarded. */
  get findsRivals(): boolean {
    return (
      this.searches("Appointment", "slot") ||
      (this.searches("Appointment", "date") && this.searches("Appointment", "practitioner"))
    );
  }

  #resource(type: string) {
    return this.#rest?.resource.find((resource) => resource.type === type);
  }
}

const FRESH_MS = 5 * 60_000;
/** A server that does not answer is asked again after this long, not at every call. */
const RETRY_MS = 5_000;

export interface AbilitySource {
  /** As last read, at most five minutes old while the server answers. Never rejects. */
  current(): Promise<Abilities>;
  /** The same for reads: rejects with `EhrUnavailable` where `/metadata` never answered. */
  known(): Promise<Abilities>;
  /** The server refused what its statement allows: read the statement again. */
  doubt(): void;
  /** This server's transactions are not all-or-nothing. */
  distrustTransactions(): void;
}

export function abilitySource(http: Transport, clock: Clock): AbilitySource {
  let held = new Abilities(undefined, undefined);
  let again = Number.NEGATIVE_INFINITY;
  let asking: Promise<Abilities> | undefined;
  let distrusted = false;
  const ask = async (): Promise<Abilities> => {
    const rest = await statement(http);
    again = Date.parse(clock()) + (rest ? FRESH_MS : RETRY_MS);
    if (rest) held = new Abilities(distrusted ? { ...rest, interaction: [] } : rest, clock());
    return held;
  };
  const current = (): Promise<Abilities> => {
    if (Date.parse(clock()) < again) return Promise.resolve(held);
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return {
    current,
    async known() {
      const abilities = await current();
      if (abilities.asOf === undefined) throw new NoAnswer("no-metadata");
      return abilities;
    },
    doubt() {
      again = Number.NEGATIVE_INFINITY;
    },
    distrustTransactions() {
      distrusted = true;
      again = Number.NEGATIVE_INFINITY;
    },
  };
}

async function statement(http: Transport): Promise<Rest | undefined> {
  const reply = await http.send({ method: "GET", path: "metadata" });
  if (reply.is !== "ok") return undefined;
  const parsed = z.safeParse(Statement, reply.body);
  return parsed.success
    ? (parsed.data.rest.find((rest) => rest.mode === "server") ?? parsed.data.rest[0])
    : undefined;
}

/** The descriptor cut down to what the server says it can do. */
export function capabilitiesOf(abilities: Abilities, descriptor: Descriptor): Capabilities {
  const writeSlot = descriptor.writeSlot && readsAnd(abilities, "Slot", "update");
  const readSlots = abilities.can("Slot", "read") && abilities.searches("Slot", "start");
  const guarded = writeSlot && abilities.guardsVersions("Slot");
  const bookable = readSlots && (guarded || abilities.findsRivals);
  const changeable = readsAnd(abilities, "Appointment", "update");
  return {
    bookAppointment: descriptor.book && bookable && readsAnd(abilities, "Appointment", "create"),
    rescheduleAppointment: descriptor.reschedule && bookable && changeable,
    cancelAppointment: descriptor.cancel && changeable,
    ...notesAs(abilities, descriptor),
    writeSlot,
    readSlots,
    transaction: descriptor.transaction && abilities.transaction,
    searchByIdentifier: abilities.searches("Appointment", "identifier"),
    lastUpdated: tellsChanges(abilities),
    records: abilities.chartTypes,
    searchLagSeconds: descriptor.searchLagSeconds,
    ...(abilities.asOf === undefined ? {} : { asOf: abilities.asOf }),
  };
}

const notesAs = (
  abilities: Abilities,
  { correct, message, tellRelease }: Descriptor,
): Pick<Capabilities, "correction" | "message" | "decision"> => ({
  correction: correct ? bestForm(abilities, FORMS["correction.ask"]) : "none",
  message: message ? bestForm(abilities, FORMS["message.send"]) : "none",
  decision: tellRelease ? bestForm(abilities, FORMS["result.decide"]) : "none",
});

/** The first of these forms that the server takes. */
const bestForm = <Form extends NoteForm>(
  abilities: Abilities,
  forms: readonly Form[],
): Form | "none" => forms.find((form) => abilities.can(TYPE[form], "create")) ?? "none";

const readsAnd = (abilities: Abilities, type: string, also: "create" | "update"): boolean =>
  abilities.can(type, "read") && abilities.can(type, also);

export const tellsChanges = (abilities: Abilities): boolean =>
  abilities.searches("Appointment", "_lastUpdated") && abilities.searches("Slot", "_lastUpdated");
