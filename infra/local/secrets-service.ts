import * as z from "zod/mini";
import { AwsRefusal, type AwsService, type Guard, ok, unknownOperation } from "./aws-service.ts";
import type { Secrets } from "./secrets.ts";

const Input = z.object({ SecretId: z.string() });

/** Secrets Manager, for reading: functions here never write a secret. */
export function secretsService(secrets: Secrets, guard: Guard): AwsService {
  return async ({ caller, operation, input }) => {
    const { SecretId } = z.parse(Input, input);
    const secret = secrets.find(SecretId);
    guard(caller, `secretsmanager:${operation}`, secret?.arn ?? SecretId);
    if (operation !== "GetSecretValue") {
      throw unknownOperation("secretsmanager", operation);
    }
    if (!secret) {
      throw new AwsRefusal(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret.",
      );
    }
    return ok({
      ARN: secret.arn,
      Name: secret.name,
      SecretString: secret.value,
      VersionId: "00000000-0000-0000-0000-000000000001",
      VersionStages: ["AWSCURRENT"],
    });
  };
}
