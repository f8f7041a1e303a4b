import { appointmentsApi } from "#domain/appointments.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { appointmentsOn } from "#functions/wiring/appointments.ts";
import { lambda } from "#http/lambda.ts";
import { book } from "./book.ts";
import { calendarEntry } from "./calendar-entry.ts";
import { cancel, reschedule } from "./change.ts";
import { slots, visitTypes } from "./find-time.ts";
import { hold, release } from "./hold.ts";
import { list, read } from "./read.ts";
import { answer } from "./request-visit.ts";

const table = connectedTable();
const kernel = kernelOn(table, "appointments");
const ports = appointmentsOn(table, kernel.log);

export const handler = lambda(
  appointmentsApi,
  {
    visitTypes: visitTypes(ports),
    slots: slots(ports),
    hold: hold(ports),
    release: release(ports),
    list: list(ports),
    book: book(ports),
    read: read(ports),
    cancel: cancel(ports),
    reschedule: reschedule(ports),
    answer: answer(ports),
    calendar: calendarEntry(ports),
  },
  kernel,
);
