import { createEffect, createSignal, on } from "solid-js";
import type { Session } from "#domain/account.ts";
import { chart, setChart } from "#web/api/chart.ts";
import { learn, speakAbout } from "#web/i18n/language.ts";
import { here, navigate, path } from "#web/ui/router.tsx";
import { session } from "./session.ts";

/** Someone this account cares for. */
export type CaredFor = Session["proxies"][number];
type Scope = CaredFor["scopes"][number];

/** Everyone of whom this account may at least see something. */
export const caredFor = (): readonly CaredFor[] =>
  session()?.proxies.filter(({ scopes }) => scopes.some((scope) => scope.endsWith(":read"))) ?? [];

/** The person this tab acts for, where that is not its own reader. */
export const actingFor = (): CaredFor | undefined =>
  chart() === undefined ? undefined : caredFor().find(({ id }) => id === chart());

/** Whose chart the screens show. */
export const patientId = (): string | undefined => chart() ?? session()?.patient?.id;

/** Whether an action is theirs to offer here. One's own chart has no limits. */
export const may = (scope: Scope): boolean =>
  chart() === undefined || actingFor()?.scopes.includes(scope) === true;

/** Where the page of whoever it is about begins: who sees no visits begins with their health. */
export const start = (): string => (may("appointments:read") ? "/" : "/health");

const keptId = (): string | undefined => history.state?.chart;
/** For whom this page was before it was loaded again. */
let before = keptId();

const [switching, setSwitching] = createSignal(before !== undefined);
/** What is read out after a switch. */
const [announced, setAnnounced] = createSignal<"carer.switched" | "carer.returned">();

/** `switching`: no screen stands while the person changes, so nothing of one chart is seen under another's name. */
export { announced, switching };

/**
 * Turns the whole tab to another chart, or with no id back to one's own. The old screen goes first, so that what it
 * gives back (a held time) is still given back for its own chart.
 */
export async function actFor(id: string | undefined): Promise<void> {
  if (switching() || chart() === id) return;
  setSwitching(true);
  setAnnounced(undefined);
  const person = caredFor().find((each) => each.id === id);
  await turnTo(person);
  await navigate(start(), { replace: path() === start() });
  if (chart() === person?.id) setAnnounced(person ? "carer.switched" : "carer.returned");
  setSwitching(false);
}

/** The words first: without them a chart would be shown as somebody else's. */
async function turnTo(person: CaredFor | undefined): Promise<void> {
  try {
    if (person) await learn("carers");
    await speakAbout(person?.firstName);
    setChart(person?.id);
  } catch {
    // No network: it stays as it was, and the banner with it.
  }
}

/** What a new reading of the session means for the person: still theirs, no longer theirs, or nobody is signed in. */
function follow(found: Session | null): void {
  const resuming = before !== undefined;
  if (!resuming && chart() === undefined) return;
  if (resuming || found === null) {
    const kept = caredFor().find(({ id }) => id === before);
    before = undefined;
    void turnTo(kept).then(() => setSwitching(false));
  } else if (!actingFor()) {
    void actFor(undefined);
  }
}

/**
 * Keeps the person in step with the session: a reload goes on for whom it was if that is still theirs to do, a right
 * that was taken away ends at once, and nobody signed in acts for nobody.
 */
export function watchActing(): void {
  createEffect(on(session, (found) => found !== undefined && follow(found)));
  // An id in the history entry only, as a held time is: nothing in storage, nothing in the URL.
  createEffect(() => {
    here();
    const id = chart();
    if (!switching() && keptId() !== id) history.replaceState({ ...history.state, chart: id }, "");
  });
}
