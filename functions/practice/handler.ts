import { consoleApi } from "#domain/console.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoConnectionLog } from "#functions/adapters/dynamo/connection-log.ts";
import { environment } from "#functions/adapters/environment.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import { freshVisits } from "#functions/appointments/chart-visits.ts";
import { clinicDay } from "#functions/appointments/clinic-day.ts";
import { staffBooking } from "#functions/appointments/desk.ts";
import { patientsNamed } from "#functions/appointments/patients-named.ts";
import { reconcile } from "#functions/appointments/reconcile.ts";
import { staffRequests } from "#functions/appointments/staff-requests.ts";
import { toAppointment } from "#functions/appointments/visit.ts";
import { appointmentsOn } from "#functions/wiring/appointments.ts";
import { lambda } from "#http/lambda.ts";
import { errand } from "#ports/quota.ts";
import { connections } from "./connections.ts";
import { patients } from "./patients.ts";
import { schedule } from "./schedule.ts";
import { workActions } from "./work-actions.ts";
import { showWork, workLists } from "./work-lists.ts";

const table = connectedTable();
const kernel = kernelOn(table, "practice");
const appointments = appointmentsOn(table, kernel.log);
/** Comparing and probing stand in line behind the calls that a patient waits for. */
const errands = appointmentsOn(table, kernel.log, errand);
const ports = {
  ...appointments,
  accounts: kernel.accounts,
  shown: toAppointment,
  schedule: clinicDay(appointments),
  visitsOf: freshVisits.bind(null, appointments),
  patientsNamed: patientsNamed.bind(null, appointments),
};

export const handler = lambda(
  consoleApi,
  {
    schedule: schedule(ports),
    ...workLists(ports),
    ...workActions(ports),
    ...staffRequests(appointments, showWork(ports)),
    ...staffBooking(appointments),
    ...patients(ports),
    ...connections({
      log: dynamoConnectionLog(table),
      mirror: appointments.mirror,
      rows: appointments.rows,
      secrets: connectionSecrets(connectedSecrets(), environment("connectionSecrets")),
      reconcile: reconcile.bind(null, errands),
      ehr: errands.ehr,
    }),
  },
  kernel,
);
