import type { ProxyScope } from "#domain/actor.ts";
import type { Account, Accounts } from "#ports/accounts.ts";
import type { Mirror } from "#ports/appointments.ts";
import { type Ehr, type EhrPatient, EhrUnavailable } from "#ports/ehr.ts";
import type { Recipient, Recipients } from "#ports/notices.ts";
import type { Practices } from "#ports/practices.ts";

interface RecipientPorts {
  readonly accounts: Pick<Accounts, "read">;
  readonly mirror: Pick<Mirror, "patient" | "savePatient">;
  readonly practices: Practices;
  /** Ids of the accounts that say they belong to this chart; what they may is read from the accounts. */
  signIns(practiceId: string, patientId: string): Promise<string[]>;
  ehr(connectionId: string): Promise<Ehr>;
}

/**
 * A patient with an account of their own is told, and nobody else; for one without (a child) those who may see their
 * visits are. Of news in the chart are told its patient, and whoever may read it for them, each of what they may see.
 * Whoever has no account is not told: the portal has no standing with them.
 */
export const recipients = (ports: RecipientPorts): Recipients => ({
  async of(practiceId, patientId, news) {
    const ids = await ports.signIns(practiceId, patientId);
    const accounts = (await Promise.all(ids.map((id) => ports.accounts.read(id)))).filter(
      (account) => account?.active && account.practiceId === practiceId,
    );
    const own = accounts.filter((account) => account?.patientId === patientId);
    const may = (scope: ProxyScope) => accounts.filter((one) => maySee(one, patientId, scope));
    const visits = () => (own.length > 0 ? own : may("appointments:read"));
    const reading = () => may("records:read").filter((account) => !own.includes(account));
    const told = { visits, patient: () => own, carers: reading }[news ?? "visits"]();
    return Promise.all(told.flatMap((account) => (account ? [reach(ports, account)] : [])));
  },
});

const maySee = (account: Account | undefined, patientId: string, scope: ProxyScope): boolean =>
  account?.proxies.some((proxy) => proxy.patientId === patientId && proxy.scopes.includes(scope)) ??
  false;

async function reach(ports: RecipientPorts, account: Account): Promise<Recipient> {
  const { email, practiceId, patientId } = account;
  const chart = patientId === undefined ? undefined : await chartOf(ports, practiceId, patientId);
  return {
    email,
    ...(chart?.phone ? { phone: chart.phone } : {}),
    language: chart?.language ?? "en",
  };
}

/** The chart as it is now, since numbers change hands; as last seen where it does not answer. */
async function chartOf(
  ports: RecipientPorts,
  practiceId: string,
  patientId: string,
): Promise<EhrPatient | undefined> {
  const connectionId = ports.practices.byId(practiceId)?.connectionId;
  try {
    const ehr = await ports.ehr(connectionId ?? "");
    const read = await ehr.patient(patientId);
    if (read) await ports.mirror.savePatient(practiceId, read);
    return read;
  } catch (error) {
    if (!(error instanceof EhrUnavailable)) throw error;
    const known = await ports.mirror.patient(practiceId, patientId);
    if (!known) throw error;
    return known;
  }
}
