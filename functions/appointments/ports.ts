import type { Calendar, Mirror, Visits } from "#ports/appointments.ts";
import type { Clock, NewId } from "#ports/clock.ts";
import type { Ehr } from "#ports/ehr.ts";
import type { Ledger, Rows } from "#ports/ledger.ts";
import type { Log } from "#ports/log.ts";
import type { Announcer } from "#ports/notices.ts";
import type { Practices } from "#ports/practices.ts";
import type { Store } from "#ports/store.ts";
import type { WorkList } from "#ports/work.ts";

/** What appointments need of the world. */
export interface AppointmentPorts {
  readonly visits: Visits;
  readonly calendar: Calendar;
  readonly mirror: Mirror;
  readonly rows: Rows;
  readonly work: WorkList;
  readonly notices: Announcer;
  readonly store: Store;
  readonly practices: Practices;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  ehr(connectionId: string): Promise<Ehr>;
}

export interface BookingPorts extends AppointmentPorts {
  readonly ledger: Ledger;
}
