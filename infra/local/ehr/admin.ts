import type { IncomingMessage } from "node:http";
import * as z from "zod/mini";
import { Fault, whyNot } from "#infra/local/ehr/faults/fault.ts";
import { Refusal } from "#infra/local/ehr/fhir/refusal.ts";
import { personas } from "#infra/local/ehr/personas/personas.ts";
import type { Ehr } from "#infra/local/ehr/rest/exchange.ts";
import type { FrontDoor } from "#infra/local/ehr/rest/front-door.ts";
import { bytesOf, jsonIn } from "#infra/local/ehr/rest/http-body.ts";
import type { Reply } from "#infra/local/ehr/rest/reply.ts";

export interface Backstage {
  ehr: Ehr;
  door: FrontDoor;
  /** Opens the calendar to eight weeks from today; answers how many slots are new. */
  extendSlots: () => number;
}

type Action = (backstage: Backstage, body: unknown) => Reply;

const PersonaChoice = z.strictObject({ persona: z.string() });

/** What an operator or a test does to the simulator itself. No fault reaches it. */
const actions: Record<string, Action> = {
  "GET /admin/state": (backstage) => ok(stateOf(backstage)),
  "GET /admin/faults": ({ ehr, door }) => ok({ faults: door.faults.list(ehr.chart.now()) }),
  "POST /admin/faults": queueFault,
  "DELETE /admin/faults": ({ door }) => {
    door.faults.clear();
    return ok({ faults: [] });
  },
  "POST /admin/stop": ({ door }) => {
    door.stopped = true;
    return ok({ stopped: true });
  },
  "POST /admin/resume": ({ door }) => {
    door.stopped = false;
    return ok({ stopped: false });
  },
  "POST /admin/persona": choosePersona,
  "POST /admin/slots/extend": ({ extendSlots }) => ok({ added: extendSlots() }),
};

export async function administer(backstage: Backstage, request: IncomingMessage, url: URL) {
  const action = actions[`${request.method} ${url.pathname}`];
  const bytes = await bytesOf(request);
  if (!action) return sentence(404, "There is no such admin route.");
  try {
    return action(backstage, jsonIn(bytes));
  } catch (error) {
    if (error instanceof Refusal) return sentence(error.status, `${error.message}.`);
    throw error;
  }
}

function queueFault({ ehr, door }: Backstage, body: unknown): Reply {
  const parsed = Fault.safeParse(body);
  if (!parsed.success) return sentence(400, whyNot(parsed.error));
  door.faults.add(parsed.data, ehr.chart.now());
  return { ...ok({ faults: door.faults.list(ehr.chart.now()) }), status: 201 };
}

function choosePersona({ ehr }: Backstage, body: unknown): Reply {
  const parsed = PersonaChoice.safeParse(body);
  const persona = parsed.success ? personas.get(parsed.data.persona) : undefined;
  if (!persona) return sentence(400, `persona is one of: ${[...personas.keys()].join(", ")}.`);
  ehr.persona = persona;
  return ok({ persona: persona.key });
}

function stateOf({ ehr, door }: Backstage): object {
  return {
    stopped: door.stopped,
    faults: door.faults.list(ehr.chart.now()),
    persona: ehr.persona.key,
    counts: ehr.chart.countsByType(),
  };
}

const json = { "content-type": "application/json" };

function ok(body: object): Reply {
  return { status: 200, body, headers: json };
}

function sentence(status: number, error: string): Reply {
  return { status, body: { error }, headers: json };
}
