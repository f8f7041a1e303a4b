import { systemClock } from "#functions/adapters/clock.ts";
import { connectedTable } from "#functions/adapters/dynamo/connect.ts";
import { dynamoRows } from "#functions/adapters/dynamo/rows.ts";
import { environment } from "#functions/adapters/environment.ts";
import { connectedQueue } from "#functions/adapters/queue.ts";

/** Rows rung for in one sweep of one practice; the rest waits for the next. */
const AT_ONCE = 200;

const rows = dynamoRows(connectedTable());
const doorbell = connectedQueue(environment("doorbellQueueUrl"));

/** Every minute: rings for rows whose doorbell got lost or whose holder died. */
export async function handler(): Promise<void> {
  for (const practice of environment("practices")) {
    const due = await rows.due(practice.id, systemClock(), AT_ONCE);
    await Promise.all(
      due.map(({ practiceId, patientId, id }) => doorbell.send({ practiceId, patientId, id })),
    );
  }
}
