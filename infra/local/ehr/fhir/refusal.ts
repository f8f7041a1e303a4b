import { STATUS_CODES } from "node:http";

export interface OperationOutcome {
  resourceType: "OperationOutcome";
  issue: {
    severity: "error" | "information";
    code: string;
    details: { text: string };
    expression?: string[];
  }[];
}

/** The chart says no, with an HTTP status and a FHIR issue code. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  /** Where in a Bundle the refused entry stands. */
  expression: string | undefined;

  constructor(
    status: number,
    issue: { code: string; text: string },
    headers: Record<string, string> = {},
  ) {
    super(issue.text);
    this.status = status;
    this.code = issue.code;
    this.headers = headers;
  }

  outcome(): OperationOutcome {
    const expression = this.expression ? { expression: [this.expression] } : {};
    return {
      resourceType: "OperationOutcome",
      issue: [
        { severity: "error", code: this.code, details: { text: this.message }, ...expression },
      ],
    };
  }
}

export const refuse = {
  malformed: (text: string) => new Refusal(400, { code: "invalid", text }),
  unknownType: (type: string) =>
    new Refusal(404, { code: "not-supported", text: `Unknown resource type ${type}` }),
  missing: (what: string) => new Refusal(404, { code: "not-found", text: `${what} is not here` }),
  deleted: (what: string) => new Refusal(410, { code: "deleted", text: `${what} was deleted` }),
  taken: (text: string) => new Refusal(409, { code: "conflict", text }),
  stale: (text: string) => new Refusal(412, { code: "conflict", text }),
  manyMatches: (text: string) => new Refusal(412, { code: "multiple-matches", text }),
  unprocessable: (code: string, text: string) => new Refusal(422, { code, text }),
  unsupported: (text: string) => new Refusal(405, { code: "not-supported", text }),
  unauthorized: (text: string) =>
    new Refusal(401, { code: "login", text }, { "www-authenticate": "Bearer" }),
};

/** `201 Created`, as Bundle.entry.response.status wants it. */
export function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ""}`.trim();
}
