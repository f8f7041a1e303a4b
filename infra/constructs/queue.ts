import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { PortalFunction } from "./function.ts";

/** Where messages end that nobody could handle. Kept as long as SQS can, so that a person can look. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  maySend(): PolicyStatement {
    return allow(this.queue.queueArn, "sqs:SendMessage");
  }
}

export interface DoorbellProps {
  /** Longest run of the function that answers. */
  readonly answeredWithin: Duration;
}

/**
 * A queue that only rings: a message names what to look at and holds nothing about a patient, so the key SQS
 * manages is enough. The row it names is the truth; a lost message costs a minute, never a visit.
 */
export class Doorbell extends Construct {
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { answeredWithin }: DoorbellProps) {
    super(scope, id);
    const dead = new DeadLetters(this, "DeadLetters");
    const queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Lambda's own advice: six times the function's timeout, or a slow batch is handed out twice.
      visibilityTimeout: Duration.seconds(6 * answeredWithin.toSeconds()),
      deadLetterQueue: { queue: dead.queue, maxReceiveCount: 5 },
    });
    this.url = queue.queueUrl;
    this.arn = queue.queueArn;
  }

  mayRing(): PolicyStatement {
    return allow(this.arn, "sqs:SendMessage");
  }

  mayAnswer(): PolicyStatement {
    return allow(this.arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  }

  /** Rings reach this function, a few at a time; one that fails comes back without the others. */
  answeredBy(answerer: PortalFunction, { batchSize }: { batchSize: number }): void {
    new EventSourceMapping(answerer, "Rings", {
      target: answerer.lambda,
      eventSourceArn: this.arn,
      batchSize,
      reportBatchItemFailures: true,
    });
  }
}
