import { expect, test } from "vitest";
import { dynamoAudits } from "#functions/adapters/dynamo/audits.ts";
import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { freshTable } from "#functions/adapters/dynamo/testing-table.ts";
import type { AuditEntry } from "#ports/audit.ts";
import { type SealPorts, seal } from "./seal.ts";
import { auditOf } from "./testing-audits.ts";
import { verify } from "./verify.ts";

const key = "a key of the audit chains, kept elsewhere";
const now = "2026-11-20T09:30:00.000Z";
const patientChain = (patientId: string) => `CHAIN#demo#patient#${patientId}`;

async function opened(audits: readonly AuditEntry[]) {
  const table = await freshTable();
  const chains = dynamoChains(table);
  const ports: SealPorts = { chains, random: Math.random, clock: () => now, key: async () => key };
  await Promise.all(audits.map((audit) => dynamoAudits(table).write(audit)));
  const chained = async (chain: string) => {
    const evidence = { chain, ...(await chains.read(chain)) };
    expect(verify(key, evidence).faults).toEqual([]);
    return evidence.links.map(({ auditId }) => auditId);
  };
  const waiting = () => chains.unsealed("demo", "2099-01-01T00:00:00.000Z", 500);
  return { table, chains, ports, chained, waiting };
}

const ids = (audits: readonly AuditEntry[]) => audits.map(({ id }) => id);

test("an entry goes into the chain of every patient it names, and leaves the unsealed ones", async () => {
  const patients = Array.from({ length: 150 }, (_, index) => `pat-${index}`);
  const audits = [auditOf(1, { patients }), auditOf(2, { patients: ["pat-7"] })];
  const { ports, chained, waiting } = await opened(audits);
  expect((await waiting()).sort()).toEqual(ids(audits));
  expect(await seal(ports, ids(audits))).toEqual([]);
  expect(await chained(patientChain("pat-7"))).toEqual(ids(audits));
  for (const patient of patients.slice(8))
    expect(await chained(patientChain(patient))).toHaveLength(1);
  expect(await waiting()).toEqual([]);
});

test("a denial goes into its actor's own chain", async () => {
  const denial = auditOf(1, { patients: [], outcome: "refused", code: "relation" });
  const { ports, chained } = await opened([denial]);
  await seal(ports, [denial.id]);
  expect(await chained("CHAIN#demo#actor#acc_1")).toEqual([denial.id]);
});

test("a batch that comes again is sealed once", async () => {
  const audits = [1, 2, 3].map((number) => auditOf(number));
  const { ports, chained } = await opened(audits);
  await seal(ports, ids(audits.slice(0, 2)));
  await seal(ports, ids(audits));
  await seal(ports, ids(audits));
  expect(await chained(patientChain("pat-1"))).toEqual(ids(audits));
});

test("a sealer that died between two chains is finished by the next, without doubles", async () => {
  const audit = auditOf(1, { patients: ["pat-1", "pat-2"] });
  const { ports, chains, chained, waiting } = await opened([audit]);
  const dying: SealPorts = {
    ...ports,
    chains: {
      ...chains,
      append: async (chain, more) => {
        if (chain === patientChain("pat-2")) throw new Error("gone");
        await chains.append(chain, more);
      },
    },
  };
  expect(await seal(dying, [audit.id])).toEqual([audit.id]);
  expect(await waiting()).toEqual([audit.id]);
  expect(await seal(ports, [audit.id])).toEqual([]);
  expect(await chained(patientChain("pat-1"))).toEqual([audit.id]);
  expect(await chained(patientChain("pat-2"))).toEqual([audit.id]);
});

test("sealers side by side never fork a chain: every entry stands in it once", async () => {
  const audits = Array.from({ length: 24 }, (_, index) => auditOf(index));
  const { ports, chained, waiting } = await opened(audits);
  const shares = [0, 1, 2, 3].map((share) =>
    ids(audits.filter((_, index) => index % 3 === share || share === 3)),
  );
  const failed = await Promise.all(shares.map((share) => seal(ports, share)));
  expect(failed.flat()).toEqual([]);
  expect((await chained(patientChain("pat-1"))).sort()).toEqual(ids(audits));
  expect(await waiting()).toEqual([]);
});

test("a long backlog of one patient is sealed in one go", async () => {
  const audits = Array.from({ length: 120 }, (_, index) => auditOf(index));
  const { ports, chained } = await opened(audits);
  expect(await seal(ports, ids(audits))).toEqual([]);
  expect(await chained(patientChain("pat-1"))).toEqual(ids(audits));
});
