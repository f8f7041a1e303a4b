import * as z from "zod/mini";

const ANSWER_WITHIN_MS = 2000;

const AdminState = z.object({
  stopped: z.boolean(),
  faults: z.optional(z.array(z.object({ fault: z.string(), count: z.optional(z.number()) }))),
});

export type Controlled = Readonly<{
  stopped: boolean;
  faults: readonly { fault: string; count?: number | undefined }[];
}>;

export type EhrControl = "stop" | "resume" | "lose-next-reply";

/** The reply to the next write is lost after the EHR committed it: the hardest case there is. */
const LOST_REPLY = { fault: "drop-after", method: "POST", count: 1 };

/** The simulator's admin routes. They keep answering while the EHR itself is stopped. */
export function ehrControls(adminUrl: string) {
  const send = async (path: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(`${adminUrl}${path}`, { ...init, signal });
    if (!response.ok) throw new Error(`The EHR simulator answered ${response.status} to ${path}`);
    return response;
  };
  const post = (path: string, body: object) =>
    send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    async apply(control: EhrControl): Promise<void> {
      if (control === "lose-next-reply") await post("/faults", LOST_REPLY);
      else await post(`/${control}`, {});
    },
    /** Undefined when this EHR cannot say: then only its answering or not is known. */
    async state(): Promise<Controlled | undefined> {
      const reply = await send("/state", {})
        .then((response) => response.json())
        .catch(() => undefined);
      const parsed = AdminState.safeParse(reply);
      if (!parsed.success) return undefined;
      return { stopped: parsed.data.stopped, faults: parsed.data.faults ?? [] };
    },
  };
}
