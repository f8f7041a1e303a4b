import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { Stack } from "./template.ts";

const QueueResource = z.object({
  VisibilityTimeout: z._default(z.number(), 30),
  DelaySeconds: z._default(z.number(), 0),
  RedrivePolicy: z.optional(
    z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }),
  ),
});

export interface Message {
  id: string;
  body: string;
  attributes: Record<string, unknown>;
  sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  receipt?: string;
}

export interface Outgoing {
  body: string;
  attributes?: Record<string, unknown> | undefined;
  delaySeconds?: number | undefined;
}

interface Redrive {
  maxReceives: number;
  target: () => Queue | undefined;
}

/** One queue, in memory: it forgets on restart, as the ledger's sweep expects of a doorbell. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  /** Told when something arrives or becomes visible again. */
  onArrival: () => void = () => {};
  readonly #visibilityMs: number;
  readonly #delaySeconds: number;
  readonly #redrive: Redrive | undefined;
  #messages: Message[] = [];

  constructor(
    identity: { name: string; arn: string },
    settings: { visibilityMs: number; delaySeconds: number; redrive?: Redrive | undefined },
  ) {
    this.name = identity.name;
    this.arn = identity.arn;
    this.#visibilityMs = settings.visibilityMs;
    this.#delaySeconds = settings.delaySeconds;
    this.#redrive = settings.redrive;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  send({ body, attributes = {}, delaySeconds = this.#delaySeconds }: Outgoing): Message {
    const now = Date.now();
    const message: Message = {
      id: randomUUID(),
      body,
      attributes,
      sentAt: now,
      visibleAt: now + delaySeconds * 1000,
      receives: 0,
    };
    this.#arrive(message);
    return message;
  }

  /** Takes up to `max` visible messages; one that came too often goes to the dead-letter queue instead. */
  receive(max: number, visibilityMs = this.#visibilityMs): Message[] {
    const now = Date.now();
    this.#redriveSpent(now);
    const taken = this.#messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, max);
    for (const message of taken) {
      message.receives += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + visibilityMs;
      message.receipt = randomUUID();
    }
    return taken;
  }

  remove(receipt: string): void {
    this.#messages = this.#messages.filter((message) => message.receipt !== receipt);
  }

  /** Shows a received message again after `seconds`. False when its receipt is no longer good. */
  changeVisibility(receipt: string, seconds: number): boolean {
    const message = this.#messages.find((candidate) => candidate.receipt === receipt);
    if (message) {
      message.visibleAt = Date.now() + seconds * 1000;
      this.onArrival();
    }
    return message !== undefined;
  }

  #redriveSpent(now: number): void {
    const redrive = this.#redrive;
    if (!redrive) {
      return;
    }
    const spent = (message: Message) =>
      message.visibleAt <= now && message.receives >= redrive.maxReceives;
    const moving = this.#messages.filter(spent);
    this.#messages = this.#messages.filter((message) => !spent(message));
    for (const { body, attributes } of moving) {
      redrive.target()?.send({ body, attributes });
    }
  }

  #arrive(message: Message): void {
    this.#messages.push(message);
    this.onArrival();
  }
}

/** Every queue of the stack. */
export class Queues {
  readonly #queues: Queue[];

  constructor(stack: Stack) {
    this.#queues = stack.ids("AWS::SQS::Queue").map((id) => {
      const resource = stack.properties(id, QueueResource);
      const redrive = resource.RedrivePolicy;
      return new Queue(
        { name: stack.attribute(id, "QueueName"), arn: stack.attribute(id, "Arn") },
        {
          visibilityMs: resource.VisibilityTimeout * 1000,
          delaySeconds: resource.DelaySeconds,
          redrive: redrive && {
            maxReceives: redrive.maxReceiveCount,
            target: () => this.byArn(redrive.deadLetterTargetArn),
          },
        },
      );
    });
  }

  list(): readonly Queue[] {
    return this.#queues;
  }

  byArn(arn: string): Queue | undefined {
    return this.#queues.find((queue) => queue.arn === arn);
  }

  /** By physical name, or by a URL that ends in it. */
  named(nameOrUrl: string): Queue | undefined {
    const name = nameOrUrl.split("/").at(-1);
    return this.#queues.find((queue) => queue.name === name);
  }
}
