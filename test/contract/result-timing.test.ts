import { expect, it } from "vitest";
import { labReport } from "#functions/wiring/testing-chart.ts";
import { openReleaseClinic, type ReleaseClinic } from "#test/fixtures/release-clinic.ts";

const TIMING = "/api/account/result-timing";
const ID = "DiagnosticReport~r";

async function choose(clinic: ReleaseClinic, usual: string, byClass = {}) {
  const { body } = await clinic.call("p1", `GET ${TIMING}`);
  return clinic.call("p1", `PUT ${TIMING}`, { usual, byClass, version: body.version });
}
const put = (clinic: ReleaseClinic, id: string) => {
  for (const one of labReport("p1", { id, daysAgo: 0 }).all) clinic.server.put(one);
};

it("who waits for the clinician's word sees a result with it, or after a week all the same", async () => {
  const clinic = await openReleaseClinic();
  expect((await clinic.call("p1", `GET ${TIMING}`)).body).toEqual({
    ...{ usual: "now", byClass: {}, version: 0 },
  });
  expect((await choose(clinic, "after-comment")).body).toMatchObject({ version: 1 });
  put(clinic, "r");
  expect(await clinic.seen()).toEqual([]);
  expect(await clinic.queue()).toMatchObject([{ id: ID, because: "patient-waits-for-comment" }]);
  const said = { decision: "comment", comment: "All is well. See you in May." };
  expect((await clinic.decide(ID, said)).body.state).toBe("visible");
  expect(await clinic.seen()).toEqual([ID]);
  const { body } = await clinic.call("p1", `GET /api/results/${ID}`);
  expect(body.comments).toMatchObject([{ text: "All is well. See you in May.", by: "Dr. Lane" }]);
  // The word stays when the chart sends the result again.
  clinic.server.put({ ...labReport("p1", { id: "r", daysAgo: 0 }).report, status: "corrected" });
  await clinic.reread("DiagnosticReport/r");
  const later = (await clinic.call("p1", `GET /api/results/${ID}`)).body;
  expect(later).toMatchObject({ status: "corrected", comments: body.comments, commented: true });

  put(clinic, "late");
  await clinic.reread("DiagnosticReport/late");
  clinic.skip(7 * 24 - 1);
  expect(await clinic.seen()).toEqual([ID]);
  clinic.skip(1.1);
  expect(await clinic.seen()).toContain("DiagnosticReport~late");
});

it("a choice counts at once: kept back so far is shown, and what was shown stays", async () => {
  const clinic = await openReleaseClinic();
  await choose(clinic, "after-comment");
  put(clinic, "r");
  expect(await clinic.seen()).toEqual([]);
  await choose(clinic, "now");
  expect(await clinic.seen()).toEqual([ID]);
  await choose(clinic, "after-comment");
  expect(await clinic.seen()).toEqual([ID]);
  const stale = { usual: "now", byClass: {}, version: 1 };
  expect((await clinic.call("p1", `PUT ${TIMING}`, stale)).body.code).toBe("work.changed");
});

it("what was chosen last counts, also where the clock of the one before was ahead", async () => {
  const clinic = await openReleaseClinic();
  clinic.skip(0.1);
  await choose(clinic, "now");
  clinic.skip(-0.1);
  await choose(clinic, "after-comment");
  clinic.skip(1);
  put(clinic, "r");
  expect(await clinic.seen()).toEqual([]);
});

it("who wants to know only that it is there is told that, and opens it by choice", async () => {
  const clinic = await openReleaseClinic();
  for (const one of labReport("p1", { id: "r", daysAgo: 0, values: [["4548-4", 9.1]] }).all)
    clinic.server.put(one);
  expect(await clinic.seen()).toEqual([ID]);
  await choose(clinic, "now", { hiv: "only-that-it-is-there" });
  expect((await clinic.call("p1", "GET /api/results")).body.items[0].sealed).toBeUndefined();
  await choose(clinic, "only-that-it-is-there");
  const reads = ["/api/results", "/api/records/results", "/api/results/trends/4548-4"];
  const [list, section, trend] = await Promise.all(
    reads.map(async (path) => (await clinic.call("p1", `GET ${path}`)).body),
  );
  expect(list.items).toMatchObject([{ id: ID, title: "Panel r", sealed: true }]);
  expect(trend.items).toEqual([]);
  expect(JSON.stringify([list, section, trend])).not.toContain("9.1");
  const { body } = await clinic.call("p1", `GET /api/results/${ID}`);
  expect(body.measured).toMatchObject([{ value: { number: 9.1 } }]);
});

it("the choice is the patient's alone", async () => {
  const clinic = await openReleaseClinic();
  const proxies = [
    {
      patientId: "p1",
      scopes: ["records:read" as const],
      relationship: "child",
      name: "",
      firstName: "",
    },
  ];
  await clinic.portal.signIn({ id: "carer", patientId: "p2", proxies });
  const put = `PUT ${TIMING}`;
  const choice = { usual: "after-comment", byClass: {}, version: 0 };
  expect((await clinic.call("carer", put, { ...choice, patientId: "p1" })).status).toBe(404);
  expect((await clinic.call("doctor", put, choice)).status).toBe(403);
});

it("old changes of mind are forgotten once they decide about nothing", async () => {
  const clinic = await openReleaseClinic();
  for (let n = 0; n < 5; n++) await choose(clinic, n % 2 ? "now" : "after-comment");
  clinic.skip(24 * 9);
  await choose(clinic, "now");
  const timing = await clinic.portal.records.timing({ practiceId: "demo", patientId: "p1" });
  expect(timing).toMatchObject({
    version: 6,
    choices: [{ usual: "after-comment" }, { usual: "now" }],
  });
});
