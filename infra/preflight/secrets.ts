import * as z from "zod/mini";
import { secretsManager } from "#functions/adapters/aws-json.ts";
import { whereNamed } from "./account.ts";
import type { World } from "./world.ts";

const Value = z.object({ SecretString: z.string() });

/** A secret's members; undefined before the first deployment has made it. */
export async function secretOf(world: World, awsRegion: string, name: string): Promise<unknown> {
  const answer = await world
    .service(secretsManager, awsRegion)("GetSecretValue", { SecretId: name })
    .catch(whereNamed("ResourceNotFoundException"));
  return answer === undefined ? undefined : JSON.parse(z.parse(Value, answer).SecretString);
}
