import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { controlRoom } from "./control-room.ts";
import { type EhrControl, ehrControls } from "./ehr-controls.ts";
import type { LocalDeps } from "./local-deps.ts";
import { stateReader } from "./local-state.ts";
import { outboxPage } from "./outbox-page.ts";
import { addressedLocally, sentFromHere } from "./same-machine.ts";

type Reply = { status?: number; type?: string; body: string; headers?: Record<string, string> };
type Answer = (request: IncomingMessage) => Reply | Promise<Reply>;
type Route = Readonly<Partial<Record<"GET" | "POST", Answer>>>;

const HTML = "text/html; charset=utf-8";
/** One sheet to the browser, three to read. */
const STYLES = [
  new URL("./look.css", import.meta.url),
  new URL("./controls.css", import.meta.url),
  new URL("./visits.css", import.meta.url),
];
const SCRIPT = new URL("./page.js", import.meta.url);
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const json = (body: unknown, status = 200): Reply => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});
const wantsHtml = (request: IncomingMessage) =>
  (request.headers.accept ?? "").includes("text/html");

/** The routines that bring portal and chart together: what "reconcile now" runs. */
const RECONCILING = /reconcil|sweep|sync/i;

const SAID: Readonly<Record<EhrControl, string>> = {
  stop: "The EHR is stopped. Book a visit as Ada now.",
  resume: "The EHR answers again. Saved visits reach it on the next try.",
  "lose-next-reply":
    "Armed: the EHR will keep the next thing written to it, and its reply will be lost.",
};

async function reconcile(deps: LocalDeps): Promise<Reply> {
  const names = deps.schedules().filter((name) => RECONCILING.test(name));
  if (names.length === 0) return json({ words: "This release has no reconciliation to run." }, 409);
  const runs = await Promise.allSettled(names.map((name) => deps.fireSchedule(name)));
  const failed = names.filter((_, at) => runs[at]?.status === "rejected");
  if (failed.length > 0) return json({ words: `Could not run: ${failed.join(", ")}.` }, 502);
  return json({ words: `Ran ${names.join(", ")}.` });
}

async function controlEhr(deps: LocalDeps, control: EhrControl): Promise<Reply> {
  if (deps.ehrAdminUrl === undefined)
    return json({ words: "The portal runs against another EHR. Stop and start it there." }, 409);
  try {
    await ehrControls(deps.ehrAdminUrl).apply(control);
  } catch {
    return json({ words: "The EHR simulator's controls do not answer." }, 502);
  }
  return json({ words: SAID[control] });
}

/** Without JavaScript the buttons are plain forms: they lead back to the page. */
const acting =
  (act: () => Promise<Reply>): Answer =>
  async (request) => {
    const reply = await act();
    if (!wantsHtml(request)) return reply;
    return { status: 303, body: "", headers: { location: "/local" } };
  };

function routes(deps: LocalDeps): Readonly<Record<string, Route>> {
  const files = (urls: readonly URL[], type: string): Route => {
    const body = urls.map((url) => readFileSync(url, "utf8")).join("\n");
    return { GET: () => ({ body, type }) };
  };
  const readState = stateReader(deps);
  const ehr = (control: EhrControl): Route => ({
    POST: acting(() => controlEhr(deps, control)),
  });
  return {
    "/local": { GET: () => ({ type: HTML, body: controlRoom(deps) }) },
    "/local/page.js": files([SCRIPT], "text/javascript; charset=utf-8"),
    "/local/page.css": files(STYLES, "text/css; charset=utf-8"),
    "/local/state": { GET: async () => json(await readState()) },
    "/local/outbox": {
      GET: (request) =>
        wantsHtml(request)
          ? { type: HTML, body: outboxPage(deps.outbox().toReversed()) }
          : json({ items: deps.outbox() }),
    },
    "/local/ehr/stop": ehr("stop"),
    "/local/ehr/resume": ehr("resume"),
    "/local/ehr/lose-next-reply": ehr("lose-next-reply"),
    "/local/reconcile": { POST: acting(() => reconcile(deps)) },
  };
}

function chosen(route: Route | undefined, method: string): Answer | Reply {
  if (!route) return json({ words: "There is no such local page." }, 404);
  const verb = method === "HEAD" ? "GET" : method;
  const answer = verb === "GET" || verb === "POST" ? route[verb] : undefined;
  const allow = Object.keys(route).join(", ");
  return answer ?? { ...json({ words: `Use ${allow}.` }, 405), headers: { allow } };
}

/** The runner's own page at `/local`: true when it answered, false when the request is not its own. */
export function localPage(
  deps: LocalDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const table = routes(deps);
  const reply = (request: IncomingMessage, path: string): Reply | Promise<Reply> => {
    const { method = "GET" } = request;
    if (!addressedLocally(request)) return json({ words: "Only from this machine." }, 403);
    if (method !== "GET" && method !== "HEAD" && !sentFromHere(request, deps.origin))
      return json({ words: "Only from this page." }, 403);
    const found = chosen(Object.hasOwn(table, path) ? table[path] : undefined, method);
    return typeof found === "function" ? found(request) : found;
  };
  return async (request, response) => {
    const path = (request.url ?? "/").split("?")[0]?.replace(/\/$/, "") ?? "";
    if (path !== "/local" && !path.startsWith("/local/")) return false;
    request.resume();
    const { status = 200, type = "text/plain", body, headers } = await reply(request, path);
    response.writeHead(status, {
      "content-type": type,
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    });
    response.end(request.method === "HEAD" ? undefined : body);
    return true;
  };
}
