import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { fiveMinutes } from "#infra/constructs/alarms.ts";
import { AuditArchive } from "#infra/constructs/audit-archive.ts";
import { PortalFunction } from "#infra/constructs/function.ts";
import { LogMetric, withCode } from "#infra/constructs/log-metric.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { DeadLetters } from "#infra/constructs/queue.ts";
import { EveryDay, EveryMinute } from "#infra/constructs/schedule.ts";
import { AuditKey } from "#infra/constructs/secrets.ts";

/** Audit items waiting for their seal, new or just settled. What the sealer itself writes waits no longer. */
const waitingAuditItems = FilterCriteria.filter({
  eventName: FilterRule.or("INSERT", "MODIFY"),
  dynamodb: {
    Keys: { pk: { S: FilterRule.beginsWith("AUDIT#") } },
    NewImage: { gsi1pk: { S: FilterRule.beginsWith("UNSEALED#") } },
  },
});

/** Two sealers that meet at one chain leave it to the next minute; three periods in a row are no such meeting. */
const sometimes = { threshold: 1, periods: 3 };

/**
 * The sealer: chains each audit item, per patient, as the table's stream tells of it; a sweep finds what was missed.
 * The verifier: checks the chains every day and anchors their heads. Its metric `BrokenAuditChains` is never above zero.
 * It also takes each day that is over into the archive, where it stays for six years.
 */
export class Audit extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, key } = portal;
    const auditKey = new AuditKey(this, "Key", { key });
    const unsealed = new DeadLetters(this, "Unsealed");
    const sealer = new PortalFunction(this, "Sealer", {
      entry: "audit/sealer",
      assetRoot: portal.assetRoot,
      key,
      timeout: Duration.seconds(60),
      environment: { ...portal.environment, AUDIT_KEY_SECRET_ARN: auditKey.arn },
      statements: [
        ...table.may("GetItem", "PutItem", "QueryIndex"),
        table.mayReadStream(),
        auditKey.mayRead(),
        unsealed.maySend(),
      ],
    });
    new EventSourceMapping(sealer, "Stream", {
      target: sealer.lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 10,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(unsealed.queue),
      filters: [waitingAuditItems],
    });
    new EveryMinute(this, "SealerSchedule", { run: sealer, localRateSeconds: 20 });
    this.#lateSeals(portal, sealer);
    this.#verifier(portal, auditKey);
  }

  /** An entry is in its chain within a minute. The stream says how far behind it is; the sweep, what it could not do. */
  #lateSeals({ alarms }: Portal, sealer: PortalFunction): void {
    const notSealed = new LogMetric(this, "NotSealed", {
      name: "NotSealed",
      logGroup: sealer.logs,
      pattern: withCode("audit.not-sealed"),
      field: "entries",
    });
    const says = "Entries of the audit wait for their seal longer than they may.";
    const runbook = "audit-late";
    alarms.tooMuch("AuditNotSealed", { metric: notSealed.metric, says, runbook }, sometimes);
    alarms.tooMuch(
      "AuditSealedLate",
      {
        metric: sealer.lambda.metric("IteratorAge", { statistic: "Maximum", period: fiveMinutes }),
        says,
        runbook,
      },
      { threshold: 60_000 },
    );
  }

  #verifier(portal: Portal, auditKey: AuditKey): void {
    const { table, environment, assetRoot, key, logs } = portal;
    const archive = new AuditArchive(this, "Archive", { key, logs });
    const verifier = new PortalFunction(this, "Verifier", {
      entry: "audit/worker",
      assetRoot,
      key,
      timeout: Duration.minutes(15),
      environment: {
        ...environment,
        AUDIT_KEY_SECRET_ARN: auditKey.arn,
        AUDIT_ARCHIVE_BUCKET: archive.name,
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "Query", "QueryIndex"),
        auditKey.mayRead(),
        ...archive.mayKeep(),
      ],
    });
    new EveryDay(this, "VerifierSchedule", { run: verifier, localRateSeconds: 3600 });
    this.#verified(portal, verifier);
  }

  #verified({ alarms }: Portal, verifier: PortalFunction): void {
    const notArchived = new LogMetric(this, "NotArchived", {
      name: "AuditNotArchived",
      logGroup: verifier.logs,
      pattern: withCode("audit.not-archived"),
    });
    alarms.tooMuch(
      "AuditNotArchived",
      {
        metric: notArchived.metric,
        says: "A day of the audit could not be put where nobody can change it. It is tried again tomorrow.",
        runbook: "audit-not-archived",
      },
      { threshold: 1 },
    );
    const broken = new LogMetric(this, "Broken", {
      name: "BrokenAuditChains",
      logGroup: verifier.logs,
      pattern: withCode("audit.chain-broken"),
      field: "broken",
    });
    alarms.tooMuch(
      "AuditBroken",
      {
        metric: broken.metric,
        says: "A chain of the audit does not verify: entries were changed, removed or cut off.",
        runbook: "audit-broken",
      },
      { threshold: 1 },
    );
  }
}
