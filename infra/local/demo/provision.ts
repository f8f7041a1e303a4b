import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Permission, ProxyGrant } from "#domain/actor.ts";
import { addSeconds } from "#domain/time.ts";
import { type NewAccount, provisionAccount } from "#functions/account/provision.ts";
import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { dynamoRecords } from "#functions/adapters/dynamo/records.ts";
import { dynamoTable, type Table } from "#functions/adapters/dynamo/table.ts";
import { ConnectionConfig, connect } from "#functions/ehr/connect.ts";
import type { EhrChoice } from "#infra/local/ehr.ts";
import { demoSignIns } from "#infra/local/local-page.ts";
import type { Running } from "#infra/local/run.ts";
import { writeWhole } from "#infra/local/whole-file.ts";
import { type Region, regions } from "#infra/regions.ts";
import { type Ehr, type EhrPatient, EhrUnavailable } from "#ports/ehr.ts";
import { seedQueues } from "./queue.ts";

type Practice = Region["practices"][number];

/** E-mails looked up at once; a whole batch without a patient ends the numbered ones. */
const AT_ONCE = 20;
/** From one chart that is read whole to the next. */
const BETWEEN_CHARTS_SECONDS = 30;
/** The simulated practice's record of Grace's child; an EHR without it is no trouble: Grace then cares for nobody. */
const CHILD = {
  of: "grace@example.test",
  id: "patient-grace-child",
  firstName: "Milo",
  name: "Milo Okafor",
} as const;

const STAFF: Readonly<Record<string, { name: string; permissions: readonly Permission[] }>> = {
  frontdesk: {
    name: "Front desk",
    permissions: ["schedule", "write-backs", "patients", "messages"],
  },
  clinician: {
    name: "Clinician",
    permissions: ["schedule", "patients", "results:release", "messages"],
  },
  billing: { name: "Billing", permissions: ["patients"] },
  admin: {
    name: "Practice admin",
    permissions: ["schedule", "write-backs", "connections", "patients"],
  },
};

/** What was provisioned into which EHR, kept so that a later start has nothing to do. */
const Marker = z.object({ ehr: z.string(), patients: z.number() });

/** The running portal's table, for what only a demonstration does from outside. */
export const tableOf = (running: Running): Table =>
  dynamoTable({
    client: new DynamoDBClient({
      endpoint: running.dynamoEndpoint,
      region: "us-east-2",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
    name: running.tableName,
  });

/** The demo practice, as its region is configured. */
export function demoPractice(): Practice {
  const practice = regions.find((region) => region.demo)?.practices[0];
  if (!practice) throw new Error("No region is a demo region.");
  return practice;
}

/** Makes the demo sign-ins: staff, and every patient of the EHR that has one of the demo's e-mail addresses. */
export async function provisionDemo(
  running: Running,
  { dataDir, ehr: choice, seedEhr }: { dataDir: string; ehr: EhrChoice; seedEhr?: unknown },
): Promise<{ patients: number }> {
  const file = join(dataDir, "demo.json");
  const wanted = { ehr: running.ehrFhirUrl, patients: patientsAsked(choice) };
  // An EHR that has just been loaded has patients the last start knew nothing of.
  if (existsSync(file) && !seedEhr) {
    const made = Marker.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (made.success && made.data.ehr === wanted.ehr && made.data.patients >= wanted.patients)
      return made.data;
  }
  const practice = demoPractice();
  const ehr = demoEhr(running, practice);
  // An EHR that does not answer is no reason not to start: the portal says so, and the next start asks again.
  const patients = await demoPatients(ehr, choice).catch(noneWhileDown);
  const child = await childIn(ehr).catch(() => undefined);
  const accounts = [
    ...staffAccounts(practice),
    ...patients.map(({ email, patient }) =>
      patientAccount(practice, { email, patient, child: email === CHILD.of ? child : undefined }),
    ),
  ];
  await saveAll(running, accounts);
  const others = patients.filter(({ email }) => !isNamed(email));
  await readOneByOne(running, practice, others);
  if (patients.length > AT_ONCE)
    await seedQueues(tableOf(running), practice, {
      patients: patients.map(({ patient }) => patient),
      directory: await ehr.directory(),
    });
  // An EHR that has none of the patients yet (it is being loaded) is asked again at the next start.
  if (patients.length > 0) writeWhole(file, JSON.stringify(wanted));
  return { patients: patients.length };
}

/** By the simulator's id, or by name where the practice was loaded into a server that chose its own. */
async function childIn(ehr: Ehr): Promise<EhrPatient | undefined> {
  const simulated = await ehr.patient(CHILD.id);
  if (simulated) return simulated;
  const named = await ehr.patients({ found: { by: "name", value: CHILD.firstName } });
  const [child, another] = named.filter(({ name }) => name === CHILD.name);
  return another ? undefined : child;
}

function noneWhileDown(error: unknown): DemoPatient[] {
  if (error instanceof EhrUnavailable) return [];
  throw error;
}

const patientsAsked = (choice: EhrChoice) => (choice.kind === "simulator" ? choice.patients : 200);

function demoEhr(running: Running, practice: Practice): Ehr {
  const secret = running.secrets.find(`porchlight/connection/${practice.connectionId}`);
  const given: unknown = JSON.parse(secret?.value ?? "{}");
  const config = ConnectionConfig.parse({ ...Object(given), connectionId: practice.connectionId });
  return connect(config, { clock: systemClock });
}

interface DemoPatient {
  readonly email: string;
  readonly patient: EhrPatient;
}

const isNamed = (email: string) => demoSignIns().signIns.some((one) => one.email === email);

async function demoPatients(ehr: Ehr, choice: EhrChoice): Promise<DemoPatient[]> {
  const named = demoSignIns().signIns.flatMap(({ email, kind }) =>
    kind === "patient" ? [email] : [],
  );
  const found = await withEmails(ehr, [...named, ...bundleEmails(choice)]);
  const most = patientsAsked(choice);
  for (let from = 1; from <= most; from += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, i) => from + i);
    const batch = await withEmails(
      ehr,
      numbers.map((number) => `patient${number}@example.test`),
    );
    if (batch.length === 0) break;
    found.push(...batch);
  }
  return found;
}

async function withEmails(ehr: Ehr, emails: readonly string[]): Promise<DemoPatient[]> {
  const found = await Promise.all(
    emails.map(async (email) => {
      const patients = await ehr.patients({ email });
      // Two charts with one address: nobody can say whose sign-in it is.
      const [patient] = patients.length === 1 ? patients : [];
      return patient ? [{ email, patient }] : [];
    }),
  );
  return found.flat();
}

function bundleEmails(choice: EhrChoice): string[] {
  if (choice.kind !== "simulator" || !choice.bundles) return [];
  return readdirSync(choice.bundles)
    .filter((name) => name.endsWith(".json"))
    .map((name) => `${name.slice(0, -".json".length)}@example.test`);
}

type Wanted = Omit<NewAccount, "sub">;

const staffAccounts = (practice: Practice): Wanted[] =>
  demoSignIns()
    .signIns.filter(({ kind }) => kind === "staff")
    .map(({ email, who }) => {
      const role = email.split("@")[0] ?? "";
      return {
        kind: "staff",
        email,
        name: STAFF[role]?.name ?? who,
        firstName: who,
        practiceId: practice.id,
        proxies: [],
        role,
        permissions: STAFF[role]?.permissions ?? [],
      };
    });

function patientAccount(
  practice: Practice,
  person: { email: string; patient: EhrPatient; child: EhrPatient | undefined },
): Wanted {
  const { email, patient, child } = person;
  const scopes: ProxyGrant["scopes"] = ["appointments:read", "appointments:act", "records:read"];
  return {
    kind: "patient",
    email,
    name: patient.name,
    firstName: patient.firstName,
    practiceId: practice.id,
    patientId: patient.id,
    proxies: child
      ? [
          {
            patientId: child.id,
            scopes,
            relationship: "child",
            name: child.name,
            firstName: child.firstName,
          },
        ]
      : [],
    permissions: [],
  };
}

async function saveAll(running: Running, accounts: readonly Wanted[]): Promise<void> {
  const { password } = demoSignIns();
  const store = { accounts: dynamoAccounts(tableOf(running)) };
  const pools = {
    patient: poolNamed(running, "PatientsPool"),
    staff: poolNamed(running, "StaffPool"),
  };
  const subs = await Promise.all(
    accounts.map(({ email, kind }) =>
      running.identity.ensureUser({ poolId: pools[kind], email, password }),
    ),
  );
  await Promise.all(
    accounts.map((account, i) => provisionAccount(store, { ...account, sub: subs[i]?.sub ?? "" })),
  );
}

/**
 * No practice invites hundreds in a minute: the charts of those without a name here are read one after the other, so that
 * one machine has something left for whoever tries it.
 */
async function readOneByOne(
  running: Running,
  { id: practiceId }: Practice,
  patients: readonly DemoPatient[],
): Promise<void> {
  const records = dynamoRecords(tableOf(running), newId);
  const now = systemClock();
  await Promise.all(
    patients.map(({ patient: { id: patientId } }, place) => {
      const dueAt = addSeconds(now, (place + 1) * BETWEEN_CHARTS_SECONDS);
      return records.readLater({ practiceId, patientId, tries: 0 }, dueAt);
    }),
  );
}

const poolNamed = (running: Running, logicalId: string): string => running.stack.ref(logicalId);
