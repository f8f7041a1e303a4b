import { refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { at, type Charted, isRecord, pathOf, textOf } from "#infra/local/ehr/fhir/resource.ts";
import { codesOf, folded } from "#infra/local/ehr/fhir/values.ts";
import { matchesOf } from "#infra/local/ehr/store/search.ts";
import type { Ehr, FhirReply } from "./exchange.ts";

const paths = {
  family: pathOf("name.family"),
  given: pathOf("name.given"),
  birthDate: pathOf("birthDate"),
  telecom: pathOf("telecom.value"),
  postalCode: pathOf("address.postalCode"),
  identifier: pathOf("identifier"),
};

/** How much one agreeing field says. Certainty needs name, birth date and one thing more. */
const weights: [path: keyof typeof paths, weight: number][] = [
  ["birthDate", 0.35],
  ["family", 0.25],
  ["given", 0.2],
  ["telecom", 0.15],
  ["postalCode", 0.05],
];

const worthShowing = 0.6;

/** Patient/$match: candidates by score, each graded as a front desk would. */
export function match(ehr: Ehr, body: unknown): FhirReply {
  const parameters = at(body, pathOf("parameter")).filter(isRecord);
  const wanted = parameters.find((one) => one["name"] === "resource")?.["resource"];
  if (!isRecord(wanted)) throw refuse.malformed("Patient/$match needs a parameter named resource");
  const certainOnly = parameters.some(
    (one) => one["name"] === "onlyCertainMatches" && one["valueBoolean"] === true,
  );
  const entry = candidates(ehr, wanted)
    .map((patient) => ({ patient, score: scoreOf(wanted, patient) }))
    .filter(({ score }) => score >= (certainOnly ? 0.95 : worthShowing))
    .sort((a, b) => b.score - a.score)
    .map(({ patient, score }) => graded(ehr, patient, score));
  return {
    status: 200,
    body: { resourceType: "Bundle", type: "searchset", total: entry.length, entry },
  };
}

/** Only patients who share an identifier, a birth date or a family name can reach the threshold. */
function candidates(ehr: Ehr, wanted: object): Charted[] {
  const found = new Map<string, Charted>();
  const look = (name: string, values: string[]) => {
    for (const value of values)
      for (const one of matchesOf(ehr.chart, "Patient", [[name, value]])) found.set(one.id, one);
  };
  look("identifier", at(wanted, paths.identifier).flatMap(codesOf).map(tokenText));
  look("birthdate", at(wanted, paths.birthDate).map(String));
  look("family", at(wanted, paths.family).map(String));
  return [...found.values()];
}

const tokenText = ({ system, code }: { system: string; code: string }) => `${system}|${code}`;

function scoreOf(wanted: object, patient: Charted): number {
  const known = new Set(at(patient, paths.identifier).flatMap(codesOf).map(tokenText));
  if (
    at(wanted, paths.identifier)
      .flatMap(codesOf)
      .some((one) => known.has(tokenText(one)))
  )
    return 1;
  const score = weights
    .filter(([field]) => agrees(at(wanted, paths[field]), at(patient, paths[field])))
    .reduce((sum, [, weight]) => sum + weight, 0);
  return Math.round(score * 100) / 100;
}

function agrees(wanted: unknown[], known: unknown[]): boolean {
  const spellings = new Set(known.map(plain));
  return wanted.some((one) => spellings.has(plain(one)));
}

/** Phone numbers agree whatever their punctuation. */
function plain(value: unknown): string {
  const text = folded(String(value));
  return /^[\d\s().+-]+$/.test(text) ? text.replace(/\D/g, "") : text;
}

function graded(ehr: Ehr, patient: Charted, score: number) {
  let grade = "possible";
  if (score >= 0.8) grade = "probable";
  if (score >= 0.95) grade = "certain";
  const extension = [
    { url: "http://hl7.org/fhir/StructureDefinition/match-grade", valueCode: grade },
  ];
  return {
    fullUrl: `${ehr.baseUrl}/Patient/${textOf(patient, "id")}`,
    resource: patient,
    search: { mode: "match", score, extension },
  };
}
