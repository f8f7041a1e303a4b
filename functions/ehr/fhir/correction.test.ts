import { describe, expect, it } from "vitest";
import type { Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import { attempt, connectTo, fakePractice, logged } from "#functions/ehr/testing/fake-practice.ts";
import type { EhrCommand } from "#ports/ehr.ts";

const searched = ["identifier", "patient", "_lastUpdated"];
const tasks = { creates: { Task: searched } };
const documents = { creates: { DocumentReference: searched } };
const askedAt = new Date().toISOString();
const command: EhrCommand = {
  kind: "correction.ask",
  patientId: "p1",
  about: "Condition/c1",
  words: "Nunca tuve asma. ¿Lo quitan?",
  askedAt,
};
const KEY = "cor_1.001";
const identifier = [{ system: "urn:porchlight:write-back", value: KEY }];
const patient = { reference: "Patient/p1" };

/** Words as a document has them. */
const data = Buffer.from(command.words, "utf8").toString("base64");

function at(quirks: Partial<Quirks>) {
  const { server, ehr } = fakePractice(quirks);
  const lose = () => {
    server.faults = ({ method }) => (method === "POST" ? { is: "drop-after" } : undefined);
  };
  const heal = () => {
    server.faults = () => undefined;
  };
  const charted = () => [...server.all("Task"), ...server.all("DocumentReference")];
  return { server, ehr, lose, heal, charted };
}

it.each([
  ["task", { creates: { Task: searched, DocumentReference: searched } }],
  ["document", documents],
  ["none", { records: ["Task", "DocumentReference"] }],
] as const)("goes into the chart as a %s where the statement says no more", async (as, quirks) => {
  expect(await at(quirks).ehr.capabilities()).toMatchObject({ correction: as });
});

it("is a task for the practice, with the patient's words and the record they are about", async () => {
  const { ehr, server, charted } = at(tasks);
  const outcome = await ehr.write(command, attempt(KEY));
  const [task] = charted();
  expect(outcome).toEqual({ is: "done", reference: `Task/${task?.["id"]}` });
  expect(task).toMatchObject({
    ...{ resourceType: "Task", identifier, status: "requested", intent: "proposal" },
    ...{ description: command.words, authoredOn: askedAt, for: patient, requester: patient },
    focus: { reference: "Condition/c1" },
    code: { coding: [{ code: "medRecCxReq" }] },
  });
  const post = server.heard.find(({ method }) => method === "POST");
  expect(post?.headers.get("if-none-exist")).toBe(`identifier=urn:porchlight:write-back|${KEY}`);
});

it("is a document in plain text where there are no tasks, and names no record where the patient named none", async () => {
  const { ehr, charted } = at(documents);
  const { about: _none, ...plain } = command;
  expect(await ehr.write(plain, attempt(KEY))).toMatchObject({ is: "done" });
  const [document] = charted();
  expect(document).toMatchObject({
    ...{ resourceType: "DocumentReference", identifier, status: "current", date: askedAt },
    subject: patient,
    content: [{ attachment: { contentType: expect.stringMatching(/^text\/plain/), data } }],
  });
  expect(JSON.stringify(document)).not.toContain("related");
});

it("is a person's where neither is taken, and where the practice or the server says no", async () => {
  expect(await at({}).ehr.write(command, attempt(KEY))).toEqual({ is: "unsupported" });
  const { ehr, server } = at(tasks);
  const said = (status: number) => {
    server.instead = ({ method }) =>
      method === "POST" ? Response.json({}, { status }) : undefined;
    return ehr.write(command, attempt(KEY));
  };
  expect(await said(403)).toEqual({ is: "unsupported" });
  expect(await said(422)).toEqual({ is: "rejected", code: "422" });
});

describe.each([
  ["a task", tasks],
  ["a document", documents],
  ["a task, foreign identifiers dropped", { ...tasks, keepsIdentifiers: false }],
  ["a document, foreign identifiers dropped", { ...documents, keepsIdentifiers: false }],
  ["a task, without conditional creates", { ...tasks, conditionalCreate: false }],
])("as %s whose reply was lost", (_name, quirks) => {
  it("is found, and not written again", async () => {
    const { ehr, lose, heal, charted } = at(quirks);
    await ehr.capabilities();
    lose();
    expect(await ehr.write(command, attempt(KEY))).toEqual({ is: "unknown" });
    heal();
    const there = { is: "done", reference: expect.stringMatching(/^[A-Z]\w+\/n1$/) };
    expect(await ehr.findByCorrelation(command, attempt(KEY, { number: 2 }))).toEqual(there);
    expect(await ehr.write(command, attempt(KEY, { number: 2 }))).toEqual(there);
    expect(charted()).toHaveLength(1);
  });
});

it("is not found where it never arrived, nor mistaken for another of the same patient", async () => {
  const { ehr, server } = at(tasks);
  await ehr.write({ ...command, words: "Something else." }, attempt("cor_2.001"));
  expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "absent" });
  server.quirks = { ...server.quirks, keepsIdentifiers: false };
  await ehr.write({ ...command, words: "A third thing." }, attempt("cor_3.001"));
  expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "absent" });
});

it("can't be looked for where nothing asks for it: a person must", async () => {
  const { ehr } = at({ creates: { Task: ["status"] } });
  expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "unsupported" });
});

it("was written as a task, and is found although the server has stopped taking tasks", async () => {
  const { ehr, server } = at(tasks);
  await ehr.write(command, attempt(KEY));
  server.quirks = { ...server.quirks, creates: documents.creates, records: ["Task"] };
  const later = connectTo(server);
  expect(await later.findByCorrelation(command, attempt(KEY))).toMatchObject({ is: "done" });
});

it("is never said to be in the chart on an answer about somebody else", async () => {
  const { ehr, server } = at(tasks);
  server.instead = ({ method, body }) =>
    method === "POST"
      ? Response.json({ ...body, id: "t9", for: { reference: "Patient/p2" } }, { status: 201 })
      : undefined;
  expect(await ehr.write(command, attempt(KEY))).toEqual({ is: "unknown" });
  expect(logged).toContain("ehr.wrong-patient");
  const foreign = { resourceType: "Task", id: "t9", for: { reference: "Patient/p2" } };
  server.put({ ...foreign, identifier, description: "Patient/p1" });
  expect(await ehr.findByCorrelation(command, attempt(KEY))).toMatchObject({ is: "retry" });
});
