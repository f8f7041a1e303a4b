import type { IncomingHttpHeaders } from "node:http";

/** The function a call comes from, as its access key tells. */
export interface Caller {
  name: string;
  role: string;
}

export interface AwsRequest {
  caller: Caller;
  operation: string;
  /** How and where it was sent, for a service whose objects have addresses. */
  method: string;
  url: URL;
  input: Record<string, unknown>;
  /** The call as it was sent, for a service that hands it on. */
  body: Buffer;
  headers: IncomingHttpHeaders;
}

export interface AwsAnswer {
  status: number;
  headers?: Record<string, string>;
  body: Buffer | object;
}

/** Answers calls to one AWS service; refusals are thrown as `AwsRefusal`. */
export type AwsService = (request: AwsRequest) => Promise<AwsAnswer>;

/** Checks the caller's role; rejects with the denial, which is recorded. */
export type Guard = (caller: Caller, action: string, resource: string) => void;

/** An error in AWS's JSON shape. */
export class AwsRefusal extends Error {
  override name = "AwsRefusal";
  readonly type: string;
  readonly status: number;
  readonly details: object;

  constructor(type: string, message: string, options: { status?: number; details?: object } = {}) {
    super(message);
    this.type = type;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}

export const unknownOperation = (service: string, operation: string) =>
  new AwsRefusal(
    "UnknownOperationException",
    `The local runner does not answer ${service}:${operation || "(no operation)"}.`,
  );

/** What this machine's functions sign with; their access keys tell them apart. */
export const localSecret = "local";

export const ok = (body: object): AwsAnswer => ({ status: 200, body });
