import { expect, it } from "vitest";
import { labReport } from "#functions/wiring/testing-chart.ts";
import {
  asksFirst,
  biopsy,
  openReleaseClinic,
  type ReleaseClinic,
} from "#test/fixtures/release-clinic.ts";

const kentucky = { jurisdiction: "KY" } as const;
const inDays = (clinic: ReleaseClinic, days: number) =>
  new Date(Date.parse(clinic.clock()) + days * 86_400_000).toISOString();
const hold = (clinic: ReleaseClinic, days: number, reason = "life-or-physical-safety") => ({
  decision: "hold",
  reason,
  note: "She lives alone; I call her on Monday.",
  until: inDays(clinic, days),
});
const BIOPSY = "DiagnosticReport~b";

it("the queue says why a result waits and until when; a clinician's word shows it at the very next read", async () => {
  const clinic = await openReleaseClinic(kentucky);
  clinic.server.put(biopsy("b"));
  expect(await clinic.seen()).toEqual([]);
  const [waiting] = await clinic.queue();
  expect(waiting).toMatchObject({
    id: BIOPSY,
    patient: { id: "p1", name: "Person p1" },
    ...{ state: "waits", because: "state-law", releasable: true, classes: ["malignancy"] },
    rule: { citation: "KRS 333.152", verified: true },
  });
  const threeDays = Date.parse(waiting?.until ?? "") - Date.parse(clinic.clock());
  expect(threeDays / 3_600_000).toBeCloseTo(72, 0);
  expect((await clinic.call("doctor", "GET /api/practice/results/counts")).body).toMatchObject({
    ...{ waits: 1, onHold: 0, due: 0, overdue: 0 },
  });
  expect((await clinic.atDesk(BIOPSY)).preview).toMatchObject({
    conclusion: "Words of a pathologist",
  });

  const { status, body } = await clinic.decide(BIOPSY, { decision: "release" });
  expect([status, body.state]).toEqual([200, "visible"]);
  expect(await clinic.seen()).toEqual([BIOPSY]);
  expect(await clinic.queue()).toEqual([]);
  // Not passed over: gone.
  expect((await clinic.table.query({ pk: "WAITS#demo" })).items).toEqual([]);
  expect((await clinic.queue("?patientId=p1")).map(({ state }) => state)).toEqual(["visible"]);
  const again = await clinic.decide(BIOPSY, { decision: "release" });
  expect([again.status, again.body.code]).toEqual([409, "results.already-visible"]);
});

it("a hold is one person's, has a reason and an end, outlasts a change of the result, and ends by itself", async () => {
  const clinic = await openReleaseClinic();
  const { all, report } = asksFirst("a");
  for (const one of all) clinic.server.put(one);
  expect(await clinic.seen()).toEqual([]);
  const id = "DiagnosticReport~a";
  expect(await clinic.queue()).toMatchObject([{ id, state: "due", because: "chart-asks-first" }]);
  clinic.skip(25);
  expect(await clinic.queue("?state=overdue")).toHaveLength(1);

  for (const wrong of [hold(clinic, 15), hold(clinic, -1), { ...hold(clinic, 2), note: undefined }])
    expect((await clinic.decide(id, wrong)).status).toBe(422);
  const held = await clinic.decide(id, hold(clinic, 5));
  expect(held.body).toMatchObject({ state: "held", holds: [{ by: "Dr. Lane" }], version: 2 });
  clinic.server.put({ ...report, status: "corrected", issued: clinic.clock() });
  await clinic.reread("DiagnosticReport/a");
  expect(await clinic.atDesk(id)).toMatchObject({ status: "corrected", state: "held" });
  clinic.skip(5 * 24 - 1);
  expect(await clinic.seen()).toEqual([]);
  clinic.skip(1.1);
  expect(await clinic.seen()).toEqual([id]);
  expect(await clinic.queue()).toEqual([]);

  const month = clinic.clock().slice(0, 7);
  const months = [month, inDays(clinic, -7).slice(0, 7)];
  const reports = await Promise.all(
    months.map((one) => clinic.call("doctor", `GET /api/practice/results/holds?month=${one}`)),
  );
  const csv = reports.map(({ body }) => body).join("");
  expect(csv).toMatch(
    /"Dr\. Lane","Person p1","p1","Panel a",.*"life-or-physical-safety","everyone"/,
  );
  expect(csv).toContain('"ran out"');
});

it("what is visible can't be held; a hold from carers alone leaves the patient's view as it is", async () => {
  const clinic = await openReleaseClinic(kentucky);
  for (const one of labReport("p1", { id: "plain" }).all) clinic.server.put(one);
  clinic.server.put(biopsy("b"));
  const proxies = [
    {
      patientId: "p1",
      scopes: ["records:read" as const],
      relationship: "child",
      name: "",
      firstName: "",
    },
  ];
  await clinic.portal.signIn({ id: "carer", patientId: undefined, proxies });
  const carers = async () =>
    (await clinic.call("carer", "GET /api/results?patientId=p1")).body.items.map(
      (one: { id: string }) => one.id,
    );
  expect(await clinic.seen()).toEqual(["DiagnosticReport~plain"]);
  expect((await clinic.decide("DiagnosticReport~plain", hold(clinic, 2))).body.code).toBe(
    "results.already-visible",
  );
  expect((await clinic.decide(BIOPSY, hold(clinic, 10, "substantial-harm"))).status).toBe(200);
  clinic.skip(73);
  expect(await clinic.seen()).toContain(BIOPSY);
  expect(await carers()).toEqual(["DiagnosticReport~plain"]);
  expect(await clinic.queue()).toMatchObject([
    { id: BIOPSY, state: "held", fromCarersOnly: true, because: "substantial-harm" },
  ]);
  expect((await clinic.decide(BIOPSY, { decision: "lift" })).body.state).toBe("visible");
  expect(await carers()).toContain(BIOPSY);
  expect((await clinic.decide(BIOPSY, { decision: "lift" })).status).toBe(409);
});

it("nobody decides about what they did not see, and one decision is made once", async () => {
  const clinic = await openReleaseClinic(kentucky);
  clinic.server.put(biopsy("b"));
  await clinic.seen();
  const { version } = await clinic.atDesk(BIOPSY);
  const path = `POST /api/practice/patients/p1/results/${BIOPSY}/decisions`;
  const both = await Promise.all(
    ["doctor", "other-doctor"].map((who) =>
      clinic.call(who, path, { version, ...hold(clinic, 5) }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const headers = { "idempotency-key": "once" };
  const seen = { version: version + 1, decision: "release" };
  const [first, second] = [
    await clinic.call("doctor", path, { ...seen, headers }),
    await clinic.call("doctor", path, { ...seen, headers }),
  ];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body).toEqual(first.body);
  expect((await clinic.call("doctor", path, seen)).body.code).toBe("work.changed");
  clinic.server.put(biopsy("b", { status: "corrected" }));
  await clinic.reread("DiagnosticReport/b");
  expect(await clinic.seen()).toEqual([BIOPSY]);
});

it("where a law leaves nobody a word, release ends holds and the law's wait goes on", async () => {
  const clinic = await openReleaseClinic({ jurisdiction: "TX" });
  clinic.server.put(biopsy("b"));
  await clinic.seen();
  expect(await clinic.atDesk(BIOPSY)).toMatchObject({ releasable: false });
  await clinic.decide(BIOPSY, hold(clinic, 10));
  const { body } = await clinic.decide(BIOPSY, { decision: "release" });
  expect(body).toMatchObject({ state: "waits", because: "state-law", holds: [] });
  expect(await clinic.seen()).toEqual([]);
  clinic.skip(4 * 24);
  expect(await clinic.seen()).toEqual([BIOPSY]);
});

it("California waits for a talk, without a clock: staff are told, and record that it took place", async () => {
  const clinic = await openReleaseClinic({ jurisdiction: "CA" });
  clinic.server.put(biopsy("b", { conclusionCode: [{ text: "positive" }] }));
  await clinic.seen();
  clinic.skip(24 * 30);
  const [overdue] = await clinic.queue("?class=malignancy");
  expect(overdue).toMatchObject({ state: "overdue", because: "not-discussed", releasable: false });
  expect(overdue?.until).toBeUndefined();
  expect((await clinic.decide(BIOPSY, { decision: "discussed" })).body.state).toBe("visible");
  expect(await clinic.seen()).toEqual([BIOPSY]);
});

it("a practice's own rule and its laboratory's own code count from the next read on", async () => {
  const from = "2026-01-01";
  const rule = { id: "own-1", classes: ["hiv" as const], hours: 48, by: "dr-lane", from };
  const rules = [{ ...rule, citation: "Act 12 of 2026, section 3", at: "2026-01-01T00:00:00Z" }];
  const release = { rules, codes: { hiv: ["http://loinc.org|24323-8"] } };
  const clinic = await openReleaseClinic({ release });
  for (const one of labReport("p1", { id: "own", daysAgo: 0 }).all) clinic.server.put(one);
  expect(await clinic.seen()).toEqual([]);
  expect(await clinic.queue()).toMatchObject([
    {
      because: "practice-rule",
      rule: { citation: "Act 12 of 2026, section 3", author: "practice" },
    },
  ]);
  clinic.skip(48.1);
  expect(await clinic.seen()).toEqual(["DiagnosticReport~own"]);
});

it("many are released at once, each by itself; the same request again is answered alike", async () => {
  const clinic = await openReleaseClinic(kentucky);
  for (const n of [1, 2, 3]) clinic.server.put(biopsy(`b${n}`));
  clinic.server.put(biopsy("b4", {}, "p2"));
  for (const one of labReport("p1", { id: "plain" }).all) clinic.server.put(one);
  await Promise.all([clinic.seen("p1"), clinic.seen("p2")]);
  // In one order: the queue's own is that of their first reading, which is one instant here.
  const rows = (await clinic.queue()).toSorted((a, b) => a.id.localeCompare(b.id));
  const named = rows.map(({ id, patient, version }) => ({ id, patientId: patient.id, version }));
  const body = {
    results: [
      ...named.map((one, at) => (at === 0 ? { ...one, version: 99 } : one)),
      { id: "DiagnosticReport~plain", patientId: "p1", version: 1 },
      { id: "DiagnosticReport~nothing", patientId: "p1", version: 1 },
    ],
  };
  const path = "POST /api/practice/results/release";
  const headers = { "idempotency-key": "many" };
  const { body: first } = await clinic.call("doctor", path, { ...body, headers });
  expect(first.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    ...["changed", "released", "released", "released", "already-visible", "not-found"],
  ]);
  expect(await clinic.seen("p2")).toEqual(["DiagnosticReport~b4"]);
  expect(await clinic.queue()).toHaveLength(1);
  expect((await clinic.call("doctor", path, { ...body, headers })).status).toBe(200);
  const tooMany = { results: Array.from({ length: 51 }, () => body.results[0]) };
  expect((await clinic.call("doctor", path, tooMany)).status).toBe(422);
});

it("the queue pages through all that waits, with the same reading however much there is", async () => {
  const clinic = await openReleaseClinic(kentucky);
  for (let n = 0; n < 130; n++) clinic.server.put(biopsy(`b${n}`));
  await clinic.seen();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    clinic.queried.length = 0;
    const query = cursor === undefined ? "" : `?cursor=${cursor}`;
    const { body } = await clinic.call("doctor", `GET /api/practice/results${query}`);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.cursor;
    const waits = clinic.queried.filter(({ pk }) => pk.startsWith("WAITS#"));
    expect(waits).toHaveLength(1);
    expect(waits[0]?.items).toBeLessThanOrEqual(50);
  } while (cursor);
  expect(ids).toHaveLength(130);
  expect(new Set(ids).size).toBe(130);
});

it("a cell of the report is never a formula", async () => {
  const clinic = await openReleaseClinic(kentucky);
  const code = { text: '=HYPERLINK("http://x.test","a")' };
  clinic.server.put(biopsy("b", { code }));
  await clinic.seen();
  const made = { ...hold(clinic, 2), note: "+1\n@b" };
  expect((await clinic.decide(BIOPSY, made)).status).toBe(200);
  const month = clinic.clock().slice(0, 7);
  const { body, headers } = await clinic.call(
    "doctor",
    `GET /api/practice/results/holds?month=${month}`,
  );
  expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(body).toContain(`"'=HYPERLINK(""http://x.test"",""a"")"`);
  expect(body).toContain(`"'+1\n@b"`);
  expect(body).toContain('"stands"');
});
