import type { IncomingMessage, ServerResponse } from "node:http";
import { type Client, OAuthError, TokenDesk } from "#infra/local/ehr/auth/token-desk.ts";
import type { Fault } from "#infra/local/ehr/faults/fault.ts";
import { FaultQueue } from "#infra/local/ehr/faults/fault-queue.ts";
import { aboutAnotherPatient } from "#infra/local/ehr/faults/wrong-patient.ts";
import { Refusal, refuse } from "#infra/local/ehr/fhir/refusal.ts";
import { smartConfiguration, tokenUrlOf } from "./capability.ts";
import type { Ehr } from "./exchange.ts";
import { answerFhir, headersOf, type Received, typesOf } from "./fhir-http.ts";
import { bytesOf } from "./http-body.ts";
import { MinuteQuota } from "./minute-quota.ts";
import { type Reply, replyTo, send } from "./reply.ts";

const hangMs = 60_000;

/** How a request ends: answered, perhaps cut short on its way; its connection broken; or never. */
export type Ending =
  | { readonly is: "answered"; readonly reply: Reply; readonly truncated: boolean }
  | { readonly is: "broken" }
  | { readonly is: "hanging" };
const broken: Ending = { is: "broken" };

export const tokenPath = "/oauth2/token";
export const fhirPath = "/fhir/r4";

/** FHIR and token requests: stopped or faulty when told so, admitted, answered. */
export class FrontDoor {
  readonly faults = new FaultQueue();
  stopped = false;
  /** How far searches always lag behind writes, as behind a search cluster; reads by id never do. */
  searchLagSeconds = 0;
  readonly #ehr: Ehr;
  readonly #desk: TokenDesk;
  readonly #quota = new MinuteQuota();

  constructor(ehr: Ehr, clients: Client[]) {
    this.#ehr = ehr;
    this.#desk = new TokenDesk(clients, ehr.chart.now);
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? "GET";
    if (this.#refuses(method, url)) return void request.socket.destroy();
    const bytes = await bytesOf(request);
    const ending = await this.#end({ method, headers: request.headers, bytes }, url);
    if (ending.is === "broken") return void request.socket.destroy();
    if (ending.is === "hanging")
      return void setTimeout(() => request.socket.destroy(), hangMs).unref();
    send(response, ending.reply, ending.truncated);
  }

  /** The same without a socket, for callers in this process. */
  async attend(request: Sent, url: URL): Promise<Ending> {
    return this.#refuses(request.method, url) ? broken : await this.#end(request, url);
  }

  /** Before anything of a request is read. */
  #refuses(method: string, url: URL): boolean {
    const types = segmentsOf(url).slice(0, 1);
    return this.stopped || this.faults.take({ method, types }, "refuse") !== undefined;
  }

  async #end(request: Sent, url: URL): Promise<Ending> {
    const received = { ...request, path: segmentsOf(url), query: [...url.searchParams] };
    const fault = this.faults.take({ method: received.method, types: typesOf(received) });
    switch (fault?.fault) {
      case "refuse":
      case "drop-before":
        return broken;
      case "hang":
        return { is: "hanging" };
      case "status":
        return { is: "answered", reply: injected(fault), truncated: false };
    }
    const reply = await this.#answer(received, url).catch(replyTo);
    if (fault?.fault === "drop-after") return broken;
    const truncated = fault?.fault === "truncate";
    return { is: "answered", reply: this.#spoiled(reply, fault), truncated };
  }

  #spoiled(reply: Reply, fault: Fault | undefined): Reply {
    if (fault?.fault === "status-after") return injected(fault);
    if (fault?.fault === "wrong-patient" && reply.body)
      return { ...reply, body: aboutAnotherPatient(this.#ehr.chart, reply.body) };
    return reply;
  }

  async #answer(received: Received, url: URL): Promise<Reply> {
    const { requestsPerMinute } = this.#ehr.persona.dialect;
    if (requestsPerMinute && !this.#quota.allows(requestsPerMinute, this.#ehr.chart.now()))
      throw new Refusal(429, { code: "throttled", text: "Too many requests this minute" });
    if (url.pathname === tokenPath) return await this.#token(received);
    if (received.path.join("/") === ".well-known/smart-configuration")
      return json(200, smartConfiguration(this.#ehr.baseUrl));
    if (!this.#desk.admits(received.headers.authorization) && received.path[0] !== "metadata")
      throw refuse.unauthorized("The access token is unknown or has expired");
    const reply = answerFhir(this.#ehr, received, this.#staleSince());
    return { status: reply.status, body: reply.body, headers: headersOf(this.#ehr, reply) };
  }

  #staleSince(): number | undefined {
    const now = this.#ehr.chart.now();
    const stale = this.faults.staleSince(now);
    if (this.searchLagSeconds === 0) return stale;
    return Math.min(stale ?? now.getTime(), now.getTime() - this.searchLagSeconds * 1000);
  }

  async #token({ method, headers, bytes }: Received): Promise<Reply> {
    if (method !== "POST") throw refuse.unsupported("The token URL takes POST");
    const form = new URLSearchParams(bytes.toString());
    try {
      const tokenUrl = tokenUrlOf(this.#ehr.baseUrl);
      return json(200, await this.#desk.grant(form, headers.authorization, tokenUrl));
    } catch (error) {
      if (error instanceof OAuthError) return json(error.status, { error: error.message });
      throw error;
    }
  }
}

type Sent = Pick<Received, "method" | "headers" | "bytes">;

function segmentsOf(url: URL): string[] {
  if (url.pathname === tokenPath) return ["token"];
  return url.pathname.slice(fhirPath.length).split("/").filter(Boolean).map(decodeURIComponent);
}

function json(status: number, body: object): Reply {
  return { status, body, headers: { "content-type": "application/json" } };
}

function injected({ status = 503, retryAfter }: Fault): Reply {
  const code = status === 429 ? "throttled" : "transient";
  const text = `This answer ${status} was asked for at /admin/faults`;
  return {
    status,
    body: new Refusal(status, { code, text }).outcome(),
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  };
}
