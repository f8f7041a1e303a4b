import * as z from "zod/mini";
import { ConnectionConfig } from "#functions/ehr/connect.ts";
import type { Region } from "#infra/regions.ts";
import { type Check, type Finding, ok, unknown, wrong } from "./finding.ts";
import { secretOf } from "./secrets.ts";
import type { World } from "./world.ts";

const Statement = z.object({
  resourceType: z.literal("CapabilityStatement"),
  fhirVersion: z.string(),
});
const Empty = z.looseObject({ baseUrl: z.literal("") });

/** One for each practice: whether its EHR is named, and there. */
export const chartChecks = ({ practices }: Pick<Region, "practices">): Check[] =>
  practices.map(({ connectionId }) => ({
    what: `the secret porchlight/connection/${connectionId} is filled in, and its EHR answers at /metadata with FHIR R4`,
    run: async ({ awsRegion }, world) => {
      const given = await secretOf(world, awsRegion, secretNamed(connectionId));
      return given === undefined
        ? unknown(
            `The stack is not deployed yet: it makes the secret ${secretNamed(connectionId)}.`,
          )
        : connection(world, { given, connectionId });
    },
  }));

const secretNamed = (connectionId: string) => `porchlight/connection/${connectionId}`;

async function connection(
  world: World,
  { given, connectionId }: { given: unknown; connectionId: string },
): Promise<Finding> {
  const name = secretNamed(connectionId);
  const fill = `Put baseUrl, clientId and privateKey (or clientSecret) into the secret ${name}: docs/deploy.md says how.`;
  if (z.safeParse(Empty, given).success) return wrong("It has no address yet.", fill);
  const { data, error } = z.safeParse(ConnectionConfig, { ...Object(given), connectionId });
  if (!data) return wrong(`It can't be read: ${membersIn(error)}.`, fill);
  return data.clientId
    ? metadata(world, data.baseUrl)
    : wrong("It names no clientId: the EHR would be asked as nobody.", fill);
}

/** Which members are wrong; never what stands in them. */
const membersIn = (error: z.core.$ZodError) =>
  [...new Set(error.issues.map(({ path }) => path.join(".")))].join(", ");

async function metadata(world: World, baseUrl: string): Promise<Finding> {
  const at = `${baseUrl.replace(/\/$/, "")}/metadata`;
  const reply = await world
    .fetch(at, {
      headers: { accept: "application/fhir+json" },
      signal: AbortSignal.timeout(10_000),
    })
    .catch(() => undefined);
  const look = "Check the address with the EHR's vendor, and that it is reachable from here.";
  if (!reply) return wrong(`Nobody answers at ${at}.`, look);
  if (reply.status === 401 || reply.status === 403)
    return unknown("The EHR tells its statement to signed-in clients only.");
  const { data } = z.safeParse(Statement, await reply.json().catch(() => undefined));
  if (!reply.ok || !data) return wrong(`No FHIR server answers at ${at} (${reply.status}).`, look);
  return data.fhirVersion.startsWith("4.0")
    ? ok(`FHIR ${data.fhirVersion}.`)
    : wrong(`It speaks FHIR ${data.fhirVersion}; the connector speaks R4 (4.0.1).`, look);
}
