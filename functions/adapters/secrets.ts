import * as z from "zod/mini";
import type { ConnectionSecret, ConnectionSecrets } from "#ports/secrets.ts";
import { type AwsCall, connectedService, secretsManager } from "./aws-json.ts";

/** A rotated secret is seen after this long at the latest. */
const KEPT_MS = 5 * 60_000;

const optionalText = z.optional(z.string());

const ConnectionShape: z.ZodMiniType<ConnectionSecret> = z.object({
  baseUrl: z.string(),
  tokenUrl: optionalText,
  clientId: optionalText,
  clientSecret: optionalText,
  privateKey: z.optional(
    z.looseObject({
      kty: z.enum(["EC", "RSA"]),
      kid: optionalText,
      alg: z.optional(z.enum(["ES384", "RS384"])),
    }),
  ),
  webhookSecret: optionalText,
  scope: optionalText,
  searchLagSeconds: z.optional(z.number()),
  requestsPerMinute: z.optional(z.number()),
});

/** Reads one secret's text by its ARN. */
export type ReadSecret = (arn: string) => Promise<string>;

export const connectedSecrets = (): ReadSecret => cachedSecrets(connectedService(secretsManager));

/** Each secret is asked for once in five minutes, however many ask at the same time. */
export function cachedSecrets(call: AwsCall, nowMs: () => number = Date.now): ReadSecret {
  const kept = new Map<string, { readonly text: Promise<string>; readonly until: number }>();
  return (arn) => {
    const known = kept.get(arn);
    if (known && nowMs() < known.until) return known.text;
    const text = read(call, arn);
    const entry = { text, until: nowMs() + KEPT_MS };
    kept.set(arn, entry);
    // A failure is not worth keeping.
    text.catch(() => {
      if (kept.get(arn) === entry) kept.delete(arn);
    });
    return text;
  };
}

const Value = z.object({ SecretString: z.string() });

async function read(call: AwsCall, arn: string): Promise<string> {
  const value = Value.safeParse(await call("GetSecretValue", { SecretId: arn }));
  if (!value.success) throw new Error("A secret has no text.");
  return value.data.SecretString;
}

/** @param arns the function's `CONNECTION_SECRETS`: connection id to secret ARN */
export const connectionSecrets = (
  readSecret: ReadSecret,
  arns: Readonly<Record<string, string>>,
): ConnectionSecrets => ({
  async read(connectionId) {
    const arn = Object.hasOwn(arns, connectionId) ? arns[connectionId] : undefined;
    if (arn === undefined) throw new Error("This function has no such connection.");
    return ConnectionShape.parse(JSON.parse(await readSecret(arn)));
  },
  ids: () => Object.keys(arns),
});
