import type { Account, Coverage, Invoice } from "fhir/r4";
import { clinicReference, systems, visitTypeOf } from "./clinic.ts";
import { addMinutes } from "./clinic-time.ts";
import { recordedAt } from "./coding.ts";
import type { PatientChart } from "./patient-chart.ts";
import type { PastVisit } from "./visits.ts";

const payers: [string, ...string[]] = [
  "Prairie Mutual Health",
  "Great Lakes Benefit Plan",
  "Harborview Insurance",
  "Medicaid (sample)",
];

const dayMinutes = 24 * 60;
const billedVisits = 4;

/** Who pays, what was billed for the latest visits, and what is still open. */
export function* billingRecords(
  chart: PatientChart,
  visits: PastVisit[],
): Generator<Account | Coverage | Invoice> {
  const dice = chart.dice("billing");
  yield coverageOf(chart, dice.pick(payers));
  const billed = visits.filter(({ status }) => status === "fulfilled").slice(0, billedVisits);
  let openCents = 0;
  for (const [index, visit] of billed.entries()) {
    const cents = dice.pick([2000, 2500, 3500, 4250, 6800, 12_500]);
    const open = index === 0 ? chart.rich || dice.chance(0.6) : dice.chance(0.12);
    if (open) openCents += cents;
    yield invoiceOf(chart, visit, { cents, open });
  }
  yield accountOf(chart, openCents);
}

const accountId = (chart: PatientChart) => chart.id("account", 1);

const dollars = (cents: number) => ({ value: cents / 100, currency: "USD" as const });

function coverageOf(chart: PatientChart, payer: string): Coverage {
  const { number } = chart.person;
  return {
    resourceType: "Coverage",
    id: chart.id("coverage", 1),
    ...recordedAt(chart.time.instant(chart.time.day(-330), 540)),
    status: "active",
    type: { text: "Health insurance" },
    subscriberId: `SUB${200_000 + number}`,
    beneficiary: chart.subject,
    relationship: { text: chart.adult ? "Self" : "Child" },
    period: { start: `${Number(chart.time.today.slice(0, 4)) - 1}-01-01` },
    payor: [{ display: payer }],
    class: [{ type: { text: "group" }, value: `GRP${10 + (number % 7)}`, name: "Employer plan" }],
  };
}

function invoiceOf(
  chart: PatientChart,
  visit: PastVisit,
  { cents, open }: { cents: number; open: boolean },
): Invoice {
  const date = addMinutes(visit.end, 2 * dayMinutes);
  const now = chart.time.now.toISOString();
  return {
    resourceType: "Invoice",
    id: chart.id("invoice", visit.number),
    ...recordedAt(date < now ? date : visit.end),
    identifier: [{ system: "urn:lakeside:invoice", value: chart.id("INV", visit.number) }],
    status: open ? "issued" : "balanced",
    subject: chart.subject,
    recipient: chart.subject,
    date,
    account: { reference: `Account/${accountId(chart)}` },
    issuer: clinicReference,
    lineItem: [
      {
        chargeItemCodeableConcept: {
          text: `${visitTypeOf(visit.type).name}, ${visit.start.slice(0, 10)}, your share`,
        },
        priceComponent: [{ type: "base", amount: dollars(cents) }],
      },
    ],
    totalNet: dollars(cents),
    totalGross: dollars(cents),
    paymentTerms: "Due in 30 days",
  };
}

function accountOf(chart: PatientChart, openCents: number): Account {
  return {
    resourceType: "Account",
    id: accountId(chart),
    ...recordedAt(chart.time.instant(chart.time.day(-2), 540)),
    extension: [{ url: systems.balance, valueMoney: dollars(openCents) }],
    identifier: [{ system: "urn:lakeside:account", value: `A${100_000 + chart.person.number}` }],
    status: "active",
    type: { text: "Patient account" },
    name: "Patient account",
    subject: [chart.subject],
    owner: clinicReference,
    coverage: [{ coverage: { reference: `Coverage/${chart.id("coverage", 1)}` }, priority: 1 }],
  };
}
