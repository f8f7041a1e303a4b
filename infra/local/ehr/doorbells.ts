import { createHmac, randomUUID } from "node:crypto";
import type { Change, Chart } from "#infra/local/ehr/store/chart.ts";

export interface Webhook {
  url: string;
  secret: string;
}

const waitsMs = [0, 250, 1000, 4000];
const timeoutMs = 5000;

/**
 * Tells subscribers that something changed, never what: they come and read it. One commit rings once, and
 * the bell is kept in the commit's own transaction, so a bell survives a crash and may ring twice.
 */
export class Doorbells {
  readonly #chart: Chart;
  readonly #webhooks: Map<string, Webhook>;
  readonly #rungTwice: (type: string) => boolean;
  readonly #closing = new AbortController();
  #events = 0;
  #ringing = new Set<number>();

  constructor(chart: Chart, webhooks: Webhook[], rungTwice: (type: string) => boolean) {
    this.#chart = chart;
    this.#webhooks = new Map(webhooks.map((webhook) => [webhook.url, webhook]));
    this.#rungTwice = rungTwice;
    if (webhooks.length === 0) return;
    chart.beforeCommit((changes) => this.#keep(changes));
    chart.afterCommit(() => this.ring());
  }

  /** Rings every bell that is still waiting, each on its own. */
  ring(): void {
    for (const row of this.#chart.database.all("SELECT bell, url, body FROM doorbell")) {
      const bell = Number(row["bell"]);
      if (this.#ringing.has(bell)) continue;
      this.#ringing.add(bell);
      void this.#deliver(bell, String(row["url"]), String(row["body"]));
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #keep(changes: Change[]): void {
    if (changes.length === 0) return;
    const twice = changes.filter(({ type }) => this.#rungTwice(type)).length > 0;
    const body = JSON.stringify(this.#notification(changes));
    for (const url of this.#webhooks.keys())
      for (let n = 0; n < (twice ? 2 : 1); n += 1)
        this.#chart.database.run("INSERT INTO doorbell (url, body) VALUES (?, ?)", url, body);
  }

  /** The R4 backport's notification, ids only: one event for each record of the commit. */
  #notification(changes: Change[]): object {
    return {
      resourceType: "Bundle",
      id: randomUUID(),
      type: "history",
      timestamp: this.#chart.now().toISOString(),
      entry: [
        {
          fullUrl: `urn:uuid:${randomUUID()}`,
          resource: {
            resourceType: "Parameters",
            parameter: [
              { name: "subscription", valueReference: { reference: "Subscription/porchlight" } },
              { name: "status", valueCode: "active" },
              { name: "type", valueCode: "event-notification" },
              ...changes.map((change) => this.#event(change)),
            ],
          },
          request: { method: "GET", url: "Subscription/porchlight/$status" },
          response: { status: "200" },
        },
      ],
    };
  }

  #event({ type, id }: Change): object {
    this.#events += 1;
    return {
      name: "notification-event",
      part: [
        { name: "event-number", valueString: String(this.#events) },
        { name: "timestamp", valueInstant: this.#chart.now().toISOString() },
        { name: "focus", valueReference: { reference: `${type}/${id}` } },
      ],
    };
  }

  async #deliver(bell: number, url: string, body: string): Promise<void> {
    const webhook = this.#webhooks.get(url);
    for (const waitMs of waitsMs) {
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
      if (this.#closing.signal.aborted) return;
      if (!webhook || (await this.#post(webhook, body))) break;
    }
    if (this.#closing.signal.aborted) return;
    // Heard, or given up: whoever missed it finds out by polling.
    this.#chart.database.run("DELETE FROM doorbell WHERE bell = ?", bell);
    this.#ringing.delete(bell);
  }

  async #post({ url, secret }: Webhook, body: string): Promise<boolean> {
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    try {
      const reply = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/fhir+json",
          "x-hub-signature": `sha256=${signature}`,
        },
        body,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await reply.arrayBuffer();
      return reply.ok;
    } catch {
      return false;
    }
  }
}
