import type { Visit } from "#ports/appointments.ts";
import { ConditionFailed } from "#ports/store.ts";
import type { AppointmentPorts } from "./ports.ts";

/**
 * The chart no longer has this visit: it stops being shown as in the chart, the patient is told, and somebody at the
 * practice finds out where it went. Once: a visit that says so already is left as it is.
 */
export async function loseInChart(ports: AppointmentPorts, visit: Visit): Promise<void> {
  if (isLostInChart(visit)) return;
  const { id, practiceId, patientId, start, version } = visit;
  const now = ports.clock();
  const lost: Visit = {
    ...visit,
    writeBack: {
      state: "needs-attention",
      since: now,
      reason: "changed-in-chart",
      nextStep: "call-practice",
    },
    asOf: now,
    version: version + 1,
  };
  const about = { practiceId, patientId, visitId: id };
  const request = ports.newId("drift");
  const told = ports.notices.announcing({
    key: `${id}.v${lost.version}.unconfirmed`,
    event: "unconfirmed",
    at: now,
    start,
    ...about,
  });
  const call = ports.work.opening({
    id: `${id}.lost`,
    kind: "phone",
    reason: "lost-its-time",
    since: now,
    version: 1,
    ...about,
  });
  const changes = [ports.visits.saving(lost, request), call, ...(start > now ? [told] : [])];
  await ports.store.transact(changes, request).catch((error: unknown) => {
    // Somebody works on it right now: the next comparison sees what became of it.
    if (!(error instanceof ConditionFailed)) throw error;
  });
}

/** True while a visit says that the chart lost it. When the chart has it again, it is in the chart again. */
export const isLostInChart = ({ reference, change, writeBack }: Visit): boolean =>
  reference !== undefined &&
  change === undefined &&
  writeBack.state === "needs-attention" &&
  writeBack.reason === "changed-in-chart";
