import { existsSync } from "node:fs";
import * as z from "zod/mini";
import type { EhrChoice } from "./ehr.ts";
import { StartProblem } from "./start-problem.ts";

const number = (name: string, most: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number.` })
    .check(
      z.int({ error: `${name} must be a whole number.` }),
      z.minimum(0, { error: `${name} must not be negative.` }),
      z.maximum(most, { error: `${name} must be at most ${most}.` }),
    );

const url = (name: string) =>
  z.string().check(z.url({ protocol: /^https?$/, error: `${name} must be an http address.` }));

const rateError = { error: "PORCHLIGHT_CONFLICT_RATE must be a number from 0 to 1." };

const text = z.string().check(z.minLength(1));

const Environment = z.object({
  PORT: z._default(number("PORT", 65_535), 4000),
  EHR_PORT: z.optional(number("EHR_PORT", 65_535)),
  EHR_BASE_URL: z.optional(url("EHR_BASE_URL")),
  EHR_CLIENT_ID: z.optional(text),
  EHR_CLIENT_SECRET: z.optional(text),
  EHR_PRIVATE_KEY: z.optional(text),
  EHR_TOKEN_URL: z.optional(url("EHR_TOKEN_URL")),
  DATA_DIR: z._default(text, ".data"),
  DEMO_PATIENTS: z.optional(number("DEMO_PATIENTS", 5000)),
  DEMO_SEED: z._default(number("DEMO_SEED", 2 ** 31), 1),
  DEMO_BUNDLES: z.optional(text),
  AWS_ENDPOINT_URL_DYNAMODB: z.optional(url("AWS_ENDPOINT_URL_DYNAMODB")),
  npm_lifecycle_event: z.optional(text),
  PORCHLIGHT_CONFLICT_RATE: z._default(
    z.coerce.number(rateError).check(z.minimum(0, rateError), z.maximum(1, rateError)),
    0,
  ),
  PORCHLIGHT_CONFLICT_SEED: z._default(number("PORCHLIGHT_CONFLICT_SEED", 2 ** 31), 1),
});
type Environment = z.infer<typeof Environment>;

const simulatedPatients = 200;
/** Another server takes its records over HTTP, a hundred or two in a second: ten thousand are enough. */
const seededPatients = 40;

/** Where realistic bundles lie beside a checkout, when they do. */
const bundlesBeside = "../shared/data/synthea";

/** What `npm start` was told, by environment and command line. */
export interface Settings {
  port: number;
  dataDir: string;
  fresh: boolean;
  /** The practice to load into the external EHR first, where that is asked for. */
  seedEhr: { patients: number; seed: number } | undefined;
  ehr: EhrChoice;
  dynamoEndpoint: string | undefined;
  /** Started through npm, and so to end with it. */
  byNpm: boolean;
  conflicts: { rate: number; seed: number };
}

export function readSettings(
  // biome-ignore lint/style/noProcessEnv: the one place where the runner's own environment is read.
  environment: Record<string, string | undefined> = process.env,
  words: readonly string[] = process.argv.slice(2),
): Settings {
  const unknown = words.find((word) => word !== "--fresh" && word !== "--seed-ehr");
  if (unknown) {
    throw new StartProblem(`${unknown} is not known here. There are --fresh and --seed-ehr.`);
  }
  const given = Object.entries(environment).filter(([, value]) => value !== "");
  const parsed = z.safeParse(Environment, Object.fromEntries(given));
  if (!parsed.success) {
    throw new StartProblem(parsed.error.issues.map(({ message }) => message).join(" "));
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    dataDir: data.DATA_DIR,
    fresh: words.includes("--fresh"),
    seedEhr: words.includes("--seed-ehr") ? seedFor(data) : undefined,
    ehr: ehrChoice(data),
    byNpm: data.npm_lifecycle_event !== undefined,
    dynamoEndpoint: data.AWS_ENDPOINT_URL_DYNAMODB,
    conflicts: { rate: data.PORCHLIGHT_CONFLICT_RATE, seed: data.PORCHLIGHT_CONFLICT_SEED },
  };
}

function seedFor(data: Environment): Settings["seedEhr"] {
  if (!data.EHR_BASE_URL) {
    throw new StartProblem(
      "--seed-ehr loads the demo practice into an EHR of yours: name it with EHR_BASE_URL. The simulator has it already.",
    );
  }
  return { patients: data.DEMO_PATIENTS ?? seededPatients, seed: data.DEMO_SEED };
}

function ehrChoice(data: Environment): EhrChoice {
  if (data.EHR_BASE_URL) {
    return {
      kind: "external",
      baseUrl: data.EHR_BASE_URL.replace(/\/$/, ""),
      tokenUrl: data.EHR_TOKEN_URL,
      clientId: data.EHR_CLIENT_ID,
      clientSecret: data.EHR_CLIENT_SECRET,
      privateKey: data.EHR_PRIVATE_KEY,
    };
  }
  if (data.DEMO_BUNDLES && !existsSync(data.DEMO_BUNDLES)) {
    throw new StartProblem(`DEMO_BUNDLES names ${data.DEMO_BUNDLES}, which does not exist.`);
  }
  return {
    kind: "simulator",
    port: data.EHR_PORT ?? (data.PORT ? data.PORT + 1 : 0),
    patients: data.DEMO_PATIENTS ?? simulatedPatients,
    seed: data.DEMO_SEED,
    bundles: data.DEMO_BUNDLES ?? (existsSync(bundlesBeside) ? bundlesBeside : undefined),
  };
}

/** Lambda's clock is in UTC whatever the machine's is, and all threads share one. */
export function keepUtc(): void {
  // biome-ignore lint/style/noProcessEnv: Node reads the zone from here, and only the main thread can set it.
  process.env["TZ"] = "UTC";
}
