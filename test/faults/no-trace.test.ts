import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RecordSection } from "#domain/record-sections.ts";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { figure } from "#test/fixtures/figure.ts";
import { everyRoute, isForStaff, isSigned } from "#test/product/every-route.ts";
import { type Cell, cellsOf } from "./authorization-cells.ts";
import type { Seen } from "./authorization-house.ts";
import { grant, letIn, YARA } from "./authorization-people.ts";
import { furnish, type World } from "./authorization-world.ts";

const FILE = "test/faults/no-trace.test.ts";
/** A morning before the tests' day begins; Kentucky lets such results out after three days. */
const daysAgo = (Date.now() - Date.parse("2026-11-18T12:00:00.000Z")) / 86_400_000;
const SECRETS = ["biopsy", "gene", "markers"];

/** Results that Kentucky has wait: one by itself, and some with values of a test that has others. */
function secrets() {
  const pathology = {
    category: [
      { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0074", code: "SP" }] },
    ],
    code: { coding: [{ system: "http://loinc.org", code: "66121-5" }], text: "Skin biopsy" },
    conclusion: "Words of a pathologist",
    presentedForm: [{ contentType: "application/pdf", data: btoa("%PDF-1.4") }],
  };
  return SECRETS.flatMap((id, index) => {
    const values = index === 0 ? [] : ([["4548-4", 9 + index]] as const);
    return labReport(YARA, { id, daysAgo, values, ...pathology }).all;
  });
}

/** A portal with Yara and somebody who cares for her in it, and what both hear to everything, before and after. */
async function opened(law?: "KY") {
  const world = await furnish(law);
  const { kernel, mark, charted, asking } = world.house;
  const account = { practiceId: "other", patientId: YARA };
  const scopes = ["appointments:read", "appointments:act", "records:read"] as const;
  const cares = { practiceId: "other", patientId: undefined, proxies: [grant(YARA, [...scopes])] };
  const yara = await letIn(kernel, "acc_trace-yara", { account });
  const carer = await letIn(kernel, "acc_trace-carer", { account: cares });
  mark();
  const here = { world, ask: asking(), cookies: { yara: yara.cookie, carer: carer.cookie } };
  const before = await everything(here);
  await charted(secrets());
  mark();
  return { before, after: await everything(here) };
}
interface Here {
  readonly world: World;
  readonly ask: ReturnType<World["house"]["asking"]>;
  readonly cookies: Readonly<Record<(typeof WHO)[number], string>>;
}

const tried = { answers: 0, different: 0 };
let lawful: Awaited<ReturnType<typeof opened>>;
let lawless: Awaited<ReturnType<typeof opened>>;
beforeAll(async () => {
  lawful = await opened("KY");
  lawless = await opened();
});

const WHO = ["yara", "carer"] as const;
const theirs = everyRoute.filter((any) => !isForStaff(any) && !isSigned(any));

/** Routes that take what somebody says about a record, and where it is named. */
const NAMING: Readonly<Record<string, string>> = {
  "POST /api/threads": "about",
  "POST /api/records/corrections": "id",
};

/** Everything they could ask of a route: all that is theirs, others', nobody's, and what they may not know of. */
function askable(world: World, key: string): Cell[] {
  const cells = cellsOf(world, key).flatMap((cell) => {
    const forHer = {
      ...cell,
      name: `${cell.name}, for Yara`,
      input: { ...cell.input, patientId: YARA },
    };
    return cell.input["patientId"] === undefined ? [cell, forHer] : [cell];
  });
  if (key === "GET /api/records/{section}")
    for (const section of RecordSection.options)
      cells.push({
        key,
        name: `${key} ${section}`,
        input: { patientId: YARA, section },
        relation: {},
      });
  const refs = SECRETS.flatMap((id) => [`DiagnosticReport~${id}`, `Observation~${id}-o0`]);
  const named = NAMING[key];
  if (named)
    for (const id of refs) {
      const input = { patientId: YARA, words: "What is this?", [named]: id };
      cells.push({ key, name: `${key} ${id}`, input, relation: {} });
    }
  if (!/(results|records\/\{section\})\/\{id\}/.test(key)) return cells;
  return [
    ...cells,
    ...refs.flatMap((id) =>
      RecordSection.options.map((section): Cell => {
        const number = key.endsWith("{n}") ? { n: "0" } : {};
        const input = { patientId: YARA, id, ...(key.includes("{section}") ? { section } : {}) };
        return {
          key,
          name: `${key} ${section} ${id}`,
          input: { ...input, ...number },
          relation: {},
        };
      }),
    ),
  ];
}

/** All that a person can tell of an answer, but for ids that are made anew each time and the stand-in chart's own clock. */
function told({ status, text, headers, cookies }: Seen): string {
  const names = new Map<string, string>();
  const same = (id: string) => {
    if (!names.has(id)) names.set(id, `id-${names.size}`);
    return names.get(id) ?? id;
  };
  const said = `${status} ${text} ${headers} ${cookies.length}`;
  return said
    .replaceAll(/"(updated|asOf)":"[^"]*"/g, '"$1":"then"')
    .replaceAll(/\b(?:[a-z]{2,4}_)?\d{8}\b/g, same);
}

/** What both hear to all they could ask, by route. */
async function everything({ world, ask, cookies }: Here): Promise<Map<string, string[]>> {
  const said = new Map<string, string[]>();
  for (const { key } of theirs) {
    const heard: string[] = [];
    for (const { name, input } of askable(world, key))
      for (const who of WHO)
        heard.push(`${name}, ${who}: ${told(await ask({ key, input, cookies: [cookies[who]] }))}`);
    said.set(key, heard);
  }
  return said;
}

function differing({ before, after }: typeof lawful, key: string): string[][] {
  const [those, these] = [before.get(key) ?? [], after.get(key) ?? []];
  return these.flatMap((said, index) =>
    said === those[index] ? [] : [[said, those[index] ?? ""]],
  );
}

describe("what is withheld leaves no trace in any answer to its patient or a carer", () => {
  test.each(theirs)("$key", ({ key }) => {
    const others = differing(lawful, key);
    tried.answers += lawful.after.get(key)?.length ?? 0;
    tried.different += others.length;
    expect(others).toEqual([]);
  });
});

test("planted: where no law withholds them, every kind of answer that could tell of them does", () => {
  const tell = theirs.map(({ key }) => key).filter((key) => differing(lawless, key).length > 0);
  expect(tell.sort()).toEqual([
    "GET /api/records",
    "GET /api/records/{section}",
    "GET /api/records/{section}/{id}",
    "GET /api/records/{section}/{id}/files/{n}",
    "GET /api/results",
    "GET /api/results/trends/{loinc}",
    "GET /api/results/{id}",
    "POST /api/records/corrections",
    "POST /api/threads",
  ]);
});

afterAll(() => {
  if (tried.answers === 0) return;
  figure({
    promise: "9",
    bar: "an answer with a held result is the answer without it, to the byte, on every route of patients and carers",
    value: `${tried.answers} answers of ${theirs.length} routes with ${SECRETS.length} withheld results and without: ${tried.different} differ`,
    command: `npx vitest run --root . --config test/vitest.config.ts --project node ${FILE}`,
    tried: tried.answers,
    wrong: tried.different,
  });
});
