import { dynamoChains } from "#functions/adapters/dynamo/chains.ts";
import { chainsOf } from "#functions/audit/codes.ts";
import { seal } from "#functions/audit/seal.ts";
import { verify } from "#functions/audit/verify.ts";
import { practice } from "#test/fixtures/practice.ts";
import { actionOf, type Begun } from "./crash-acts.ts";
import { ADA, AUDIT_KEY, type World } from "./crash-world.ts";
import { atRest, type Violation } from "./invariants.ts";

const MOST = 500;

async function auditsOf({ clinic }: World) {
  const chains = dynamoChains(clinic.table);
  const ids = await chains.unsealed(practice.id, "9999", MOST);
  const entries = await Promise.all(ids.map((id) => chains.entry(id)));
  return entries.flatMap((entry) => (entry ? [entry.audit] : []));
}

/** I5 for the request that died: it left its one entry exactly if it left anything else. */
export async function auditOfTheDead(world: World, { tap, happened }: Begun): Promise<Violation[]> {
  const { lost } = await holds(world);
  if (!tap || !happened) return [];
  const entries = (await auditsOf(world)).filter(({ action }) => action === actionOf(tap));
  const wanted = (await happened()) ? 1 : 0;
  const about = `${entries.length} entries, ${wanted} effects`;
  if (entries.length !== wanted) lost.push({ what: "audited-otherwise", about });
  return lost.map((one) => ({ ...one, when: "after the crash" }));
}

/** I1-I3 when nothing is on its way any more, every claim somebody's, and the audit (I5) whole. */
export async function atLast(
  world: World,
  audit: boolean,
): Promise<{ found: Violation[]; ends: string[] }> {
  const { found, ends } = await atRest(world.clinic, ADA);
  const held = await holds(world);
  const mine = found.filter(({ what, about = "" }) => what !== KEPT || !held.kept.has(about));
  const more = [...held.lost, ...(audit ? await sealed(world) : [])];
  return { ends, found: [...mine, ...more.map((one) => ({ ...one, when: "at rest" }))] };
}

/** What `atRest` says of a time that no visit has: a hold may have it. */
const KEPT = "slot-kept-for-nobody";

type Found = Omit<Violation, "when">;

/** Whoever is told that a time is held for them has it. */
async function holds({ clinic }: World): Promise<{ kept: Set<string>; lost: Found[] }> {
  const { calendar } = clinic.ports;
  const kept = new Set<string>();
  const lost: Found[] = [];
  for (const { slotId } of await calendar.holds(practice.id, ADA)) {
    const [day = "", , slot = ""] = slotId.split("~");
    const { claims } = await calendar.day(practice.id, day);
    if (claims.some(({ slotEhrId, owner }) => slotEhrId === slot && owner === `hold:${ADA}`))
      kept.add(slot);
    else lost.push({ what: "hold-without-its-time", about: slot });
  }
  return { kept, lost };
}

/** Whatever died in the middle of sealing: each entry stands once in each of its chains, and they verify. */
async function sealed(world: World): Promise<Found[]> {
  const { clinic } = world;
  const chains = dynamoChains(clinic.table);
  clinic.simulation.pass(60_000);
  const open = await auditsOf(world);
  const ports = {
    chains,
    random: () => 0,
    clock: clinic.simulation.clock,
    key: async () => AUDIT_KEY,
  };
  const failed = await seal(
    ports,
    open.map(({ id }) => id),
  );
  const left = await chains.unsealed(practice.id, "9999", MOST);
  const found = [...failed, ...left].map((about) => ({ what: "not-sealed", about }));
  for (const chain of new Set(open.flatMap(chainsOf))) {
    const { faults } = verify(AUDIT_KEY, { chain, ...(await chains.read(chain)) });
    found.push(...faults.map(({ kind, at }) => ({ what: "chain-broken", about: `${kind} ${at}` })));
  }
  return found;
}
