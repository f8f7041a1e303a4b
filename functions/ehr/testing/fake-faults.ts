export type Fault =
  | { readonly is: "refused-connection" | "drop-before" | "drop-after" | "hang" | "truncate" }
  | {
      readonly is: "status" | "status-after";
      readonly status: number;
      readonly retryAfter?: string;
    };

const broken = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

/** What happens before the server sees anything. */
export async function faultBefore(
  fault: Fault,
  signal: AbortSignal | undefined,
): Promise<Response | undefined> {
  switch (fault.is) {
    case "refused-connection":
      throw broken("ECONNREFUSED");
    case "drop-before":
      throw broken("ECONNRESET");
    case "hang":
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    case "status":
      return statusReply(fault);
    default:
      return undefined;
  }
}

/** What happens to an answer after the server has done its work. */
export async function faultAfter(fault: Fault, response: Response): Promise<Response> {
  switch (fault.is) {
    case "drop-after":
      throw broken("ECONNRESET");
    case "status-after":
      return statusReply(fault);
    case "truncate": {
      const text = await response.text();
      const { status, headers } = response;
      return new Response(text.slice(0, text.length / 2), { status, headers });
    }
    default:
      return response;
  }
}

function statusReply({ status, retryAfter }: { status: number; retryAfter?: string }): Response {
  const outcome = { resourceType: "OperationOutcome", issue: [{ code: "transient" }] };
  const headers = retryAfter === undefined ? undefined : { "retry-after": retryAfter };
  return Response.json(outcome, { status, ...(headers ? { headers } : {}) });
}
