import { newId, systemClock } from "#functions/adapters/clock.ts";
import { dynamoBreaker } from "#functions/adapters/dynamo/breakers.ts";
import { dynamoCalendar } from "#functions/adapters/dynamo/calendar.ts";
import { dynamoMirror } from "#functions/adapters/dynamo/mirror.ts";
import { dynamoNotices } from "#functions/adapters/dynamo/notices.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import type { Table } from "#functions/adapters/dynamo/table.ts";
import { dynamoVisits } from "#functions/adapters/dynamo/visits.ts";
import { dynamoWork } from "#functions/adapters/dynamo/work.ts";
import { environment } from "#functions/adapters/environment.ts";
import { configuredPractices } from "#functions/adapters/practices.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";
import { connectedSecrets, connectionSecrets } from "#functions/adapters/secrets.ts";
import type { FollowPorts } from "#functions/appointments/follow-chart.ts";
import type { AppointmentPorts, BookingPorts } from "#functions/appointments/ports.ts";
import { appointmentWriteBacks } from "#functions/appointments/write-backs.ts";
import { connect } from "#functions/ehr/connect.ts";
import { ehrConnections } from "#functions/wiring/ehr.ts";
import { ledger } from "#functions/writeback/ledger.ts";
import type { Log } from "#ports/log.ts";
import { type Caller, person } from "#ports/quota.ts";

/** The chart's visits and slots as mirrored: for whoever only reads. */
function mirrorOn(table: Table, log: Log, caller: Caller): AppointmentPorts {
  const practices = configuredPractices(environment("practices"));
  const secrets = connectionSecrets(connectedSecrets(), environment("connectionSecrets"));
  return {
    visits: dynamoVisits(table, (id) => practices.byId(id)?.timeZone ?? "UTC"),
    calendar: dynamoCalendar(table),
    mirror: dynamoMirror(table),
    rows: dynamoRows(table),
    work: dynamoWork(table),
    notices: dynamoNotices(table),
    store: table,
    practices,
    clock: systemClock,
    newId,
    log,
    ehr: ehrConnections(secrets, { connect, table, log, caller }),
  };
}

/** Appointments on AWS: every port they need, and a ledger that commits their kinds of write. */
export function appointmentsOn(
  table: Table,
  log: Log,
  caller: Caller = person,
): BookingPorts & FollowPorts {
  const ports = {
    ...mirrorOn(table, log, caller),
    breaker: dynamoBreaker(table, systemClock),
    doorbell: connectedQueue(environment("doorbellQueueUrl")),
  };
  return {
    ...ports,
    ledger: ledger({ ...ports, kinds: appointmentWriteBacks(ports), random: Math.random }),
  };
}
