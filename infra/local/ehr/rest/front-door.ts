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
export const tokenPath = "/oauth2/token";
export const fhirPath = "/fhir/r4";

/** FHIR and token requests: stopped or faulty when told so, admitted, answered. */
export class FrontDoor {
  readonly faults = new FaultQueue();
  stopped = false;
  readonly #ehr: Ehr;
  readonly #desk: TokenDesk;
  readonly #quota = new MinuteQuota();

  constructor(ehr: Ehr, clients: Client[]) {
    this.#ehr = ehr;
    this.#desk = new TokenDesk(clients, ehr.chart.now);
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname === tokenPath ? ["token"] : fhirSegments(url);
    const method = request.method ?? "GET";
    if (this.stopped || this.faults.take({ method, types: path.slice(0, 1) }, "refuse"))
      return void request.socket.destroy();
    const bytes = await bytesOf(request);
    const received = {
      method,
      path,
      query: [...url.searchParams],
      headers: request.headers,
      bytes,
    };
    const fault = this.faults.take({ method, types: typesOf(received) });
    if (fault && this.#insteadOfAnswer(fault, request, response)) return;
    const reply = await this.#answer(received, url).catch(replyTo);
    if (fault?.fault === "drop-after") return void request.socket.destroy();
    send(response, this.#spoiled(reply, fault), fault?.fault === "truncate");
  }

  /** Faults that keep anything from being committed. True when nothing more is to be said. */
  #insteadOfAnswer(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
    switch (fault.fault) {
      case "refuse":
      case "drop-before":
        request.socket.destroy();
        return true;
      case "hang":
        setTimeout(() => request.socket.destroy(), hangMs).unref();
        return true;
      case "status":
        send(response, injected(fault));
        return true;
      default:
        return false;
    }
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
    const reply = answerFhir(this.#ehr, received, this.faults.staleSince(this.#ehr.chart.now()));
    return { status: reply.status, body: reply.body, headers: headersOf(this.#ehr, reply) };
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

function fhirSegments(url: URL): string[] {
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
