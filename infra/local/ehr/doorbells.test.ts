import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freeSlot, type Trial, trial, visitIn } from "./trial.ts";

const secret = "doorbell secret";
interface Heard {
  signature: string | undefined;
  body: string;
}
let heard: Heard[] = [];
let failures = 0;

const listener = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (failures > 0) {
    failures -= 1;
    response.writeHead(500).end();
    return;
  }
  heard.push({ signature: request.headers["x-hub-signature"] as string | undefined, body });
  response.writeHead(204).end();
});

let ehr: Trial;
beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  ehr = await trial({ webhooks: [{ url: `http://127.0.0.1:${port}/bell`, secret }] });
});
beforeEach(() => {
  heard = [];
});
afterAll(async () => {
  await ehr.close();
  listener.close();
});

async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 150 && !done(); n += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

const note = { resourceType: "Basic", code: { text: "note" }, author: { display: "secret name" } };

test("a write rings with the id only, signed over the raw body", async () => {
  const { body } = await ehr.fhir("POST /Basic", note);
  await until(() => heard.length > 0);
  const [bell] = heard;
  expect(bell?.body).toContain(`Basic/${body.id}`);
  expect(bell?.body).not.toContain("secret name");
  const digest = createHmac("sha256", secret)
    .update(bell?.body ?? "")
    .digest("hex");
  expect(bell?.signature).toBe(`sha256=${digest}`);
});

test("a booking rings once, for the appointment and for the slot it took", async () => {
  const slot = await freeSlot(ehr.fhir);
  await ehr.fhir("POST /Appointment", visitIn(slot));
  await until(() => heard.length > 0);
  const named = heard.map(({ body }) =>
    [...body.matchAll(/"(Slot|Appointment)\//g)].map(([, type]) => type).sort(),
  );
  expect(named).toEqual([["Appointment", "Slot"]]);
});

test("a refused write rings nobody", async () => {
  await ehr.fhir("POST /Appointment", { resourceType: "Appointment" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toHaveLength(0);
});

test("a bell nobody answers is rung again, and the write never waited", async () => {
  failures = 1;
  expect((await ehr.fhir("POST /Basic", note)).status).toBe(201);
  await until(() => heard.length > 0);
  expect(heard).toHaveLength(1);
});

test("duplicate-webhook rings twice", async () => {
  await ehr.admin("POST /faults", { fault: "duplicate-webhook" });
  await ehr.fhir("POST /Basic", note);
  await until(() => heard.length > 1);
  expect(heard).toHaveLength(2);
  expect(heard[0]?.body).toBe(heard[1]?.body);
});
