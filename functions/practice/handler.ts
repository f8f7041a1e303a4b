import { practiceApi } from "#domain/practice.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { kernelOn } from "#functions/adapters/kernel.ts";
import { clinicDay } from "#functions/appointments/clinic-day.ts";
import { mirrorOn } from "#functions/wiring/appointments.ts";
import { lambda } from "#http/lambda.ts";
import { schedule } from "./schedule.ts";

const table = connectedTable();
const kernel = kernelOn(table, "practice");
const ports = { schedule: clinicDay(mirrorOn(table, kernel.log)) };

export const handler = lambda(practiceApi, { schedule: schedule(ports) }, kernel);
