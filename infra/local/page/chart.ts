import * as z from "zod/mini";

const WRITE_BACK_SYSTEM = "urn:porchlight:write-back";
const ANSWER_WITHIN_MS = 1500;

const Concept = z.object({
  text: z.optional(z.string()),
  coding: z.optional(z.array(z.object({ display: z.optional(z.string()) }))),
});
const Appointment = z.object({
  resourceType: z.literal("Appointment"),
  id: z.string(),
  status: z.string(),
  start: z.optional(z.string()),
  description: z.optional(z.string()),
  serviceType: z.optional(z.array(Concept)),
  appointmentType: z.optional(Concept),
  identifier: z.optional(z.array(z.object({ system: z.optional(z.string()) }))),
  participant: z.optional(
    z.array(
      z.object({
        actor: z.optional(
          z.object({ reference: z.optional(z.string()), display: z.optional(z.string()) }),
        ),
      }),
    ),
  ),
});
type Appointment = z.infer<typeof Appointment>;
const Bundle = z.object({ entry: z.optional(z.array(z.object({ resource: z.unknown() }))) });
const Patient = z.object({ resourceType: z.literal("Patient"), id: z.string() });

export type ChartVisit = Readonly<{
  reference: string;
  start: string;
  what: string;
  who: string;
  status: string;
  /** Carries our correlation id: this portal wrote it. */
  ours: boolean;
}>;

export type ChartReading = Readonly<{
  visits: readonly ChartVisit[];
  /** When these visits were read; undefined when the chart was never read. */
  asOf: string | undefined;
  /** False: the EHR did not answer just now, and `visits` is what it said last. */
  answering: boolean;
}>;

const spoken = (concept: z.infer<typeof Concept> | undefined) =>
  concept?.text ?? concept?.coding?.[0]?.display;

function visit(found: Appointment): ChartVisit {
  const practitioners = (found.participant ?? []).filter((each) =>
    each.actor?.reference?.includes("Practitioner"),
  );
  const names = practitioners.flatMap((each) => each.actor?.display ?? []);
  return {
    reference: `Appointment/${found.id}`,
    start: found.start ?? "",
    what:
      found.description ??
      spoken(found.serviceType?.[0]) ??
      spoken(found.appointmentType) ??
      "Visit",
    who: names.join(", "),
    status: found.status,
    ours: (found.identifier ?? []).some((each) => each.system === WRITE_BACK_SYSTEM),
  };
}

async function search<Schema extends z.ZodMiniType>(url: string, schema: Schema) {
  const response = await fetch(url, {
    headers: { accept: "application/fhir+json" },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`The EHR answered ${response.status}`);
  const { entry = [] } = Bundle.parse(await response.json());
  return entry.flatMap(({ resource }) => {
    const parsed = schema.safeParse(resource);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The same instant for the chart and the portal, whatever zone the EHR keeps its days in. */
export const startOfToday = (): string => `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;

/** Reads one patient's coming visits straight from the EHR, as any other FHIR client would. */
export function chartReader(fhirUrl: string, email: string): () => Promise<ChartReading> {
  let patientId: string | undefined;
  let last: ChartReading = { visits: [], asOf: undefined, answering: false };

  const read = async (): Promise<ChartReading> => {
    if (patientId === undefined) {
      const [patient] = await search(
        `${fhirUrl}/Patient?email=${encodeURIComponent(email)}`,
        Patient,
      );
      patientId = patient?.id;
    }
    const asOf = new Date().toISOString();
    if (patientId === undefined) return { visits: [], asOf, answering: true };
    const found = await search(
      `${fhirUrl}/Appointment?patient=${encodeURIComponent(patientId)}&date=ge${startOfToday()}&_count=200`,
      Appointment,
    );
    return { visits: found.map(visit), asOf, answering: true };
  };

  return async () => {
    last = await read().catch(() => ({ ...last, answering: false }));
    return last;
  };
}
