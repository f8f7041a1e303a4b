import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { dynamoVisits } from "#functions/adapters/dynamo/visits.ts";
import type { PortalVisit } from "#infra/local/page/local-deps.ts";
import type { Running } from "#infra/local/run.ts";
import { demoPractice, tableOf } from "./provision.ts";

/** What the portal tells a demo patient of their coming visits: the page puts it beside the chart. */
export async function portalVisits(
  running: Running,
  email: string,
): Promise<readonly PortalVisit[]> {
  const table = tableOf(running);
  const accounts = dynamoAccounts(table);
  const login = await accounts.readLogin(email);
  const account = login && (await accounts.read(login.accountId));
  if (!account?.patientId) return [];
  const practice = demoPractice();
  const visits = await dynamoVisits(table, () => practice.timeZone).ofPatient(
    practice.id,
    account.patientId,
  );
  return visits.map((visit) => ({
    id: visit.id,
    start: visit.start,
    what: visit.visitType.name,
    who: visit.practitioner.name,
    state: (visit.change?.writeBack ?? visit.writeBack).state,
    since: (visit.change?.writeBack ?? visit.writeBack).since,
    ...(visit.reference ? { reference: visit.reference } : {}),
  }));
}
