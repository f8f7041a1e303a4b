import { describe, expect, it } from "vitest";
import type { Quirks } from "#functions/ehr/testing/fake-fhir.ts";
import { attempt, connectTo, fakePractice, logged } from "#functions/ehr/testing/fake-practice.ts";
import type { EhrCommand } from "#ports/ehr.ts";

const searched = ["identifier", "patient", "_lastUpdated"];
const taking = (...types: readonly string[]) => ({
  creates: Object.fromEntries(types.map((type) => [type, searched])),
});
const tasks = taking("Task");
const communications = taking("Communication");
const documents = taking("DocumentReference");
const provenances = { creates: { Provenance: ["target", "_lastUpdated"] } };
const everything = taking("Task", "Communication", "DocumentReference", "Provenance");

const now = new Date().toISOString();
const words = "Nunca tuve asma. ¿Lo quitan?";
const said = { patientId: "p1", about: "Condition/c1", words };
const asking: EhrCommand = { kind: "correction.ask", ...said, askedAt: now };
const sent = { kind: "message.send", ...said, sentAt: now } as const;
const fromPatient: EhrCommand = { ...sent, by: "patient", name: "Ana P." };
const fromPractice: EhrCommand = { ...sent, by: "practice", name: "Dr. Vega" };
const decided = {
  ...{ kind: "result.decide", patientId: "p1", about: "DiagnosticReport/r1" },
  ...{ disclosed: true, name: "Dr. Vega", words, decidedAt: now },
} as const satisfies EhrCommand;
const KEY = "note_1.001";
const identifier = [{ system: "urn:porchlight:write-back", value: KEY }];
const patient = { reference: "Patient/p1" };
const about = { reference: "Condition/c1" };
/** Words as a document has them. */
const data = Buffer.from(words, "utf8").toString("base64");

function at(quirks: Partial<Quirks>) {
  const { server, ehr } = fakePractice(quirks);
  const lose = () => {
    server.faults = ({ method }) => (method === "POST" ? { is: "drop-after" } : undefined);
  };
  const heal = () => {
    server.faults = () => undefined;
  };
  const posted = (reply: (body: object) => Response) => {
    server.instead = ({ method, body }) => (method === "POST" ? reply(body ?? {}) : undefined);
  };
  const charted = () =>
    ["Task", "Communication", "DocumentReference", "Provenance"].flatMap((type) =>
      server.all(type),
    );
  return { server, ehr, lose, heal, posted, charted };
}

/** What stands in the chart after one command. */
async function written(quirks: Partial<Quirks>, command: EhrCommand) {
  const there = at(quirks);
  const outcome = await there.ehr.write(command, attempt(KEY));
  const [note] = there.charted();
  expect(outcome).toEqual({ is: "done", reference: `${note?.["resourceType"]}/${note?.["id"]}` });
  return { ...there, note };
}

it.each([
  [everything, { correction: "task", message: "communication", decision: "provenance" }],
  [documents, { correction: "document", message: "document", decision: "none" }],
  [tasks, { correction: "task", message: "none", decision: "none" }],
  [communications, { correction: "none", message: "communication", decision: "none" }],
  [provenances, { correction: "none", message: "none", decision: "provenance" }],
  [
    { records: ["Task", "Communication", "DocumentReference", "Provenance"] },
    { correction: "none", message: "none", decision: "none" },
  ],
] as const)("goes into the chart as the best that the statement says (%#)", async (quirks, as) => {
  expect(await at(quirks).ehr.capabilities()).toMatchObject(as);
});

describe("a request for a correction", () => {
  it("is a task for the practice, with the patient's words and the record they are about", async () => {
    const { note, server } = await written(everything, asking);
    expect(note).toMatchObject({
      ...{ resourceType: "Task", identifier, status: "requested", intent: "proposal" },
      ...{ description: words, authoredOn: now, for: patient, requester: patient, focus: about },
      code: { coding: [{ code: "medRecCxReq" }] },
    });
    const post = server.heard.find(({ method }) => method === "POST");
    expect(post?.headers.get("if-none-exist")).toBe(`identifier=urn:porchlight:write-back|${KEY}`);
  });

  it("is a document in plain text where there are no tasks, and names no record where the patient named none", async () => {
    const { note } = await written(documents, { ...asking, about: undefined });
    expect(note).toMatchObject({
      ...{ resourceType: "DocumentReference", identifier, status: "current", date: now },
      subject: patient,
      content: [{ attachment: { contentType: expect.stringMatching(/^text\/plain/), data } }],
    });
    expect(JSON.stringify(note)).not.toContain("related");
  });
});

describe("a message", () => {
  const message = {
    ...{ resourceType: "Communication", identifier, status: "completed", subject: patient },
    ...{ about: [about], sent: now, payload: [{ contentString: words }] },
    category: [{ coding: [{ code: "notification" }], text: "Message in the patient portal" }],
  };

  it("of the patient is a communication from them", async () => {
    const { note } = await written(everything, fromPatient);
    expect(note).toMatchObject({ ...message, sender: patient });
    expect(note).not.toHaveProperty("recipient");
  });

  it("of the practice is one to the patient, by whoever wrote it", async () => {
    const { note } = await written(communications, fromPractice);
    expect(note).toMatchObject({ ...message, sender: { display: "Dr. Vega" } });
    expect(note?.["recipient"]).toEqual([patient]);
  });

  it("is about no record where none is named", async () => {
    const { note } = await written(communications, { ...fromPatient, about: undefined });
    expect(note).not.toHaveProperty("about");
  });

  it.each([
    ["patient", fromPatient, { code: "51855-5", author: patient }],
    ["practice", fromPractice, { code: "34109-9", author: { display: "Dr. Vega" } }],
  ] as const)(
    "by the %s is a document of theirs where no communications are taken",
    async (by, command, { code, author }) => {
      const { note } = await written(documents, command);
      expect(note).toMatchObject({
        ...{ resourceType: "DocumentReference", identifier, subject: patient, date: now },
        ...{ author: [author], description: `A message by the ${by} in the portal` },
        type: { coding: [{ system: "http://loinc.org", code }] },
        content: [{ attachment: { contentType: expect.stringMatching(/^text\/plain/), data } }],
        context: { related: [about] },
      });
    },
  );
});

describe("a decision about a result", () => {
  it("is where the result comes from: who did what with it, and when", async () => {
    const { note } = await written(everything, decided);
    expect(note).toMatchObject({
      resourceType: "Provenance",
      target: [{ reference: "DiagnosticReport/r1" }, patient],
      ...{ occurredDateTime: now, recorded: now },
      activity: { coding: [{ code: "disclose" }], text: words },
      agent: [{ who: { display: "Dr. Vega" } }],
      entity: [{ role: "source", what: { identifier: identifier[0] } }],
    });
    expect(note?.["meta"]).not.toHaveProperty("security");
  });

  it("that does not show it yet is not for the patient's other apps, and says nothing of disclosure", async () => {
    const { note } = await written(provenances, { ...decided, disclosed: false });
    expect(note?.["meta"]).toMatchObject({ security: [{ code: "NOPAT" }] });
    expect(note?.["activity"]).toEqual({ text: words });
  });

  it("is found among what others say of the same result", async () => {
    const { ehr, server } = at(provenances);
    const target = [{ reference: "DiagnosticReport/r1" }];
    server.put({ resourceType: "Provenance", id: "lab", target, recorded: now });
    expect(await ehr.findByCorrelation(decided, attempt(KEY))).toEqual({ is: "absent" });
    const there = await ehr.write(decided, attempt(KEY));
    expect(await ehr.findByCorrelation(decided, attempt(KEY))).toEqual(there);
  });
});

describe.each([
  ["a request", asking, tasks],
  ["a message", fromPatient, communications],
  ["a decision", decided, provenances],
])("%s", (_name, command, quirks) => {
  it("is a person's where nothing takes it, and where the practice or the server says no", async () => {
    expect(await at({}).ehr.write(command, attempt(KEY))).toEqual({ is: "unsupported" });
    const { ehr, posted } = at(quirks);
    const answered = (status: number) => {
      posted(() => Response.json({}, { status }));
      return ehr.write(command, attempt(KEY));
    };
    expect(await answered(403)).toEqual({ is: "unsupported" });
    expect(await answered(422)).toEqual({ is: "rejected", code: "422" });
  });

  it("that clashes with an earlier attempt is what that one left", async () => {
    const { ehr, posted, charted } = at(quirks);
    const first = await ehr.write(command, attempt(KEY));
    for (const status of [409, 412]) {
      posted(() => Response.json({}, { status }));
      expect(await ehr.write(command, attempt(KEY))).toEqual(first);
    }
    expect(charted()).toHaveLength(1);
  });

  it("is known by its address where the answer brings none of it, and looked for where there is no address", async () => {
    const { ehr, posted } = at(quirks);
    const [type] = Object.keys(quirks.creates);
    const location = `https://ehr.test/fhir/${type}/t7/_history/1`;
    posted(() => new Response(null, { status: 201, headers: { location } }));
    const there = { is: "done", reference: `${type}/t7` };
    expect(await ehr.write(command, attempt(KEY))).toEqual(there);
    posted(() => new Response(null, { status: 202 }));
    expect(await ehr.write(command, attempt(KEY))).toEqual({ is: "unknown" });
  });

  it("can't be looked for where nothing asks for it: a person must", async () => {
    const [type = ""] = Object.keys(quirks.creates);
    const { ehr } = at({ creates: { [type]: ["status"] } });
    expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "unsupported" });
  });

  it("is found although the server has stopped taking what it was written as", async () => {
    const { ehr, server } = at(quirks);
    await ehr.write(command, attempt(KEY));
    const records = Object.keys(quirks.creates);
    server.quirks = { ...server.quirks, creates: documents.creates, records };
    const later = connectTo(server);
    expect(await later.findByCorrelation(command, attempt(KEY))).toMatchObject({ is: "done" });
  });
});

describe.each([
  ["a request, as a task", asking, tasks],
  ["a request, as a document", asking, documents],
  ["a message, as a communication", fromPatient, communications],
  ["a message of the practice, as a communication", fromPractice, communications],
  ["a message, as a document", fromPatient, documents],
  ["a message of the practice, as a document", fromPractice, documents],
  ["a decision", decided, provenances],
])("%s whose reply was lost", (_name, command, takes) => {
  it.each([
    ["", {}],
    [", foreign identifiers dropped", { keepsIdentifiers: false }],
    [", without conditional creates", { conditionalCreate: false }],
  ])("is found, and not written again%s", async (_habit, habit) => {
    const { ehr, lose, heal, charted } = at({ ...takes, ...habit });
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

it.each([
  ["a request", asking, tasks],
  ["a message", fromPatient, communications],
  ["a decision", decided, provenances],
])(
  "%s is not found where it never arrived, nor mistaken for another of the same patient",
  async (_name, command, quirks) => {
    const { ehr, server } = at(quirks);
    await ehr.write({ ...command, words: "Something else." }, attempt("note_2.001"));
    expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "absent" });
    server.quirks = { ...server.quirks, keepsIdentifiers: false };
    await ehr.write({ ...command, words: "A third thing." }, attempt("note_3.001"));
    expect(await ehr.findByCorrelation(command, attempt(KEY))).toEqual({ is: "absent" });
  },
);

it("is known without our identifier where the chart keeps whole seconds only, and no other moment's is", async () => {
  const { ehr, server } = at(communications);
  const note = { resourceType: "Communication", subject: patient };
  const payload = [{ contentString: words }];
  const seconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  server.put({ ...note, payload, id: "c1", sent: seconds(Date.parse(now) - 1000) });
  expect(await ehr.findByCorrelation(fromPatient, attempt(KEY))).toEqual({ is: "absent" });
  server.put({ ...note, payload, id: "c2", sent: seconds(Date.parse(now)) });
  const there = { is: "done", reference: "Communication/c2" };
  expect(await ehr.findByCorrelation(fromPatient, attempt(KEY))).toEqual(there);
});

it.each([
  [asking, tasks, { resourceType: "Task", for: { reference: "Patient/p2" } }],
  [
    fromPatient,
    communications,
    { resourceType: "Communication", subject: { reference: "Patient/p2" } },
  ],
] as const)(
  "is never said to be in the chart on an answer about somebody else (%#)",
  async (command, quirks, foreign) => {
    const { ehr, server, posted } = at(quirks);
    logged.length = 0;
    posted((body) => Response.json({ ...body, id: "t9", ...foreign }, { status: 201 }));
    expect(await ehr.write(command, attempt(KEY))).toEqual({ is: "unknown" });
    expect(logged).toContain("ehr.wrong-patient");
    server.put({ ...foreign, id: "t9", identifier, note: [{ text: "Patient/p1" }] });
    expect(await ehr.findByCorrelation(command, attempt(KEY))).toMatchObject({ is: "retry" });
  },
);
