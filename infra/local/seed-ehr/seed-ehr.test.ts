import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type Trial, trial } from "#infra/local/ehr/trial.ts";
import { namesIn, renamed, roundsOf } from "./rounds.ts";
import { outcomeInWords, seedEhr } from "./seed-ehr.ts";

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

async function emptyEhr(persona: string): Promise<Trial> {
  const ehr = await trial({ empty: true, patients: 0, persona });
  opened.push(ehr);
  return ehr;
}

const now = new Date();
const one = { patients: 1, seed: 1, zone: "America/Chicago", weeks: 0, now };
const load = ({ ehr }: Trial, more: object = {}) =>
  seedEhr({ baseUrl: ehr.fhirBaseUrl }, { ...one, ...more }, () => {});

test("every record comes after those it names, and is told what the server calls them", () => {
  const visit = { resourceType: "Appointment", id: "v", slot: [{ reference: "Slot/s" }] };
  const slot = { resourceType: "Slot", id: "s", schedule: { reference: "Schedule/c" } };
  const schedule = { resourceType: "Schedule", id: "c" };
  expect(roundsOf([visit, slot, schedule])).toEqual([[schedule], [slot], [visit]]);
  expect(namesIn(visit)).toEqual(["Slot/s"]);
  expect(renamed(visit, new Map([["Slot/s", "Slot/7"]]))).toMatchObject({
    slot: [{ reference: "Slot/7" }],
  });
});

test("without transactions the records go one by one, and once", async () => {
  const ehr = await emptyEhr("no-transaction");
  const first = await load(ehr);
  expect(first).toMatchObject({ known: 0, leftOut: {} });
  expect(await load(ehr)).toEqual({ added: 0, known: first.added, leftOut: {} });
  const { body } = await ehr.fhir("GET /Patient?email=ada@example.test");
  expect(body.total).toBe(1);
  expect(body.entry[0]?.resource.id).not.toBe("patient-ada");
});

test("loaded again as of another day, no visit is put into a time that has its own story", async () => {
  const ehr = await emptyEhr("full");
  const asOf = (day: string) => load(ehr, { weeks: 1, now: new Date(`${day}T15:00:00Z`) });
  await asOf("2031-06-04");
  const visits = async () =>
    (await ehr.fhir("GET /Appointment?date=ge2031-06-01&_summary=count")).body.total;
  expect(await visits()).toBe(1);
  // A day earlier Ada's visit falls on another day, in a time that is there already.
  await asOf("2031-06-03");
  expect(await visits()).toBe(1);
});

test("what a server does not take is left out and said", async () => {
  const seeded = await load(await emptyEhr("no-create-appointment"), { weeks: 1 });
  expect(seeded.added).toBeGreaterThan(100);
  expect(Object.keys(seeded.leftOut)).toEqual(
    expect.arrayContaining([
      "Appointment (the server takes none)",
      "Slot (the server takes none)",
      "Encounter (what it names is missing)",
    ]),
  );
  expect(outcomeInWords(seeded).join("\n")).toContain("× Slot (the server takes none)");
});

test("a server that takes nothing at all is said to", async () => {
  await expect(load(await emptyEhr("advancedmd"))).rejects.toThrow("took none");
});

test.each([
  [404, "text", "is not a FHIR server"],
  [401, "{}", "does not let us in (401)"],
  [200, '{"resourceType":"CapabilityStatement","fhirVersion":"5.0.0","rest":[]}', "speaks FHIR 5"],
])("a server that answers %i %s is told of in plain words", async (status, body, words) => {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const loading = seedEhr({ baseUrl: `http://127.0.0.1:${port}` }, one, () => {});
  await expect(loading).rejects.toThrow(words);
});

test("a server that is not there is told of in plain words", async () => {
  await expect(seedEhr({ baseUrl: "http://127.0.0.1:9/fhir" }, one, () => {})).rejects.toThrow(
    "does not answer",
  );
});
