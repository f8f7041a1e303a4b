import { assemble } from "./assembly.ts";
import { portalVisits } from "./demo/portal-visits.ts";
import { demoPractice, provisionDemo } from "./demo/provision.ts";
import { demoSignIns, runnerPage } from "./local-page.ts";
import { type Running, run } from "./run.ts";
import { outcomeInWords, seedEhr } from "./seed-ehr/seed-ehr.ts";
import { keepUtc, readSettings, type Settings } from "./settings.ts";
import { diskFull, StartProblem, saysDiskFull } from "./start-problem.ts";

/** How long an orderly end may take before the process simply ends: whoever asked waits no longer than five seconds. */
const endMs = 4000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  keepUtc();
  const ending = new AbortController();
  let running: Promise<Running> | undefined;
  const end = () => {
    if (ending.signal.aborted) {
      return;
    }
    ending.abort();
    setTimeout(() => process.exit(0), endMs).unref();
    const closed = running?.then(({ close }) => close()) ?? Promise.resolve();
    void closed.catch(() => {}).finally(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const settings = readSettings();
  if (settings.byNpm) {
    whenOrphaned(end);
  }
  running = start(settings, ending.signal);
  try {
    const portal = await running;
    await answers(portal);
    welcome(portal, settings);
  } catch (error) {
    if (!ending.signal.aborted) {
      // A build that still runs would go on alone.
      ending.abort();
      throw error;
    }
  }
}

/** npm hands a signal to its shell, and the shell dies without handing it on: what is left is a new parent. */
function whenOrphaned(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 250).unref();
}

async function start(settings: Settings, signal: AbortSignal): Promise<Running> {
  const { seedEhr: _seed, byNpm: _npm, ...options } = settings;
  say("Starting Porchlight");
  const synthesised = assemble(say, signal);
  // Another problem may be reported first, and then nobody waits for this one.
  synthesised.catch(() => {});
  return run({
    ...options,
    synthesised,
    localPage: (running) =>
      runnerPage({ portalVisits: (email) => portalVisits(running, email) })(running),
    provision: (running) => prepare(running, settings),
  });
}

async function prepare(running: Running, settings: Settings): Promise<void> {
  await seeded(settings);
  say("Preparing the demo sign-ins");
  const { patients } = await provisionDemo(running, settings);
  if (patients === 0)
    say(
      `No patient of the EHR at ${running.ehrFhirUrl} has a demo e-mail address, or it does not answer.`,
    );
  // The calendar is read in the background; whoever is faster reads the days they look at.
  void running.fireSchedule("AppointmentsSyncSchedule").catch(() => {});
}

/** The demo practice in an EHR that is not the simulator, where that was asked for. */
async function seeded({ seedEhr: practice, ehr }: Settings): Promise<void> {
  if (!practice || ehr.kind !== "external") return;
  const zone = demoPractice().timeZone;
  const outcome = await seedEhr(ehr, { ...practice, zone, now: new Date() }, say);
  for (const line of outcomeInWords(outcome)) say(line);
}

/** Everything has answered once: the page, and the health of what stands behind the API. */
async function answers({ origin }: Running): Promise<void> {
  for (const path of ["/", "/api/health"]) {
    const reply = await fetch(`${origin}${path}`, { signal: AbortSignal.timeout(10_000) });
    await reply.arrayBuffer();
    if (reply.status >= 500) {
      say(`${path} answers ${reply.status}: see the logs folder of the data folder`);
    }
  }
}

function welcome({ origin, ehrFhirUrl }: Running, { ehr }: Settings): void {
  const { password, signIns } = demoSignIns();
  say(`Porchlight is ready at ${origin}`);
  say(`  patients   ${origin}/`);
  say(`  practice   ${origin}/practice`);
  say(`  behind     ${origin}/local   (what was sent, what was denied, the EHR's controls)`);
  say(`  EHR        ${ehrFhirUrl}`);
  say(`  sign in as ${signIns.map(({ email }) => email).join(", ")}`);
  if (ehr.kind === "simulator" && ehr.patients > 0) {
    say(`  or as      patient1@example.test … patient${ehr.patients}@example.test (adults)`);
  }
  say(`  password   ${password}`);
}

const unwritable = ["EACCES", "EPERM", "EROFS", "EEXIST", "ENOTDIR"];

/** What the person can put right is one plain sentence; anything else is a bug, and shown with its trace. */
function explain(error: unknown): string {
  if (error instanceof StartProblem) {
    return error.message;
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (saysDiskFull(text)) {
    return diskFull().message;
  }
  if (typeof code === "string" && unwritable.includes(code)) {
    return "The data folder cannot be written. Set DATA_DIR to a folder of your own.";
  }
  return text;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
