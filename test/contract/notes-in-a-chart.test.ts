import { expect, it } from "vitest";
import { openExportClinic } from "#test/fixtures/export-clinic.ts";

/** One that anybody who may read the chart reads. */
const summary = {
  resourceType: "DocumentReference",
  id: "d1",
  subject: { reference: "Patient/p1" },
  type: { text: "Visit summary" },
};

/** What was said through the portal, in a chart that takes documents only, as those who read charts see it. */
async function documentsOf(quirks: { readonly keepsIdentifiers: boolean }) {
  const searched = ["identifier", "patient", "_lastUpdated"];
  const creates = { DocumentReference: searched };
  const { portal, server, skip } = await openExportClinic([summary], { ...quirks, creates });
  const permissions = ["messages" as const];
  const desk = { kind: "staff" as const, patientId: undefined, permissions };
  await portal.signIn({ id: "mia", name: "Mia Lane", ...desk });
  await portal.call("p1", "GET /api/records");
  await portal.call("p1", "POST /api/records/corrections", { body: { words: "Not so." } });
  const body = { words: "It hurts again." };
  const thread = await portal.call("p1", "POST /api/threads", { body });
  const answer = `POST /api/practice/patients/p1/threads/${thread.body.id}/messages`;
  await portal.call("mia", answer, { body: { words: "Since when?", seen: 1 } });
  expect(server.all("DocumentReference")).toHaveLength(4);
  skip(3600);
  const read = async (who: string, query = ""): Promise<string[]> => {
    const { items } = (await portal.call(who, `GET /api/records/documents${query}`)).body;
    return items.map(({ title }: { title: string }) => title).sort();
  };
  return { own: await read("p1"), carers: await read("carer", "?patientId=p1") };
}

it.each([
  ["kept", true],
  ["dropped", false],
])(
  "is its patient's to read, and no carer's, our identifiers %s",
  async (_how, keepsIdentifiers) => {
    const { own, carers } = await documentsOf({ keepsIdentifiers });
    expect(own).toEqual([
      "A message by the patient in the portal",
      "A message by the practice in the portal",
      "A patient asks for a correction of this chart",
      "Visit summary",
    ]);
    expect(carers).toEqual(["Visit summary"]);
  },
);
