import * as z from "zod/mini";
import { JurisdictionCode } from "#domain/release-law/law.ts";
import { OwnRelease } from "#domain/release-rules.ts";

const practice = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  timeZone: z.string(),
  connectionId: z.string(),
  noticeHours: z.number(),
  jurisdiction: z.optional(JurisdictionCode),
  release: z.optional(OwnRelease),
  visitModes: z.optional(z.record(z.string(), z.enum(["request", "view"]))),
});

const json = <S extends z.ZodMiniType>(schema: S) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text): unknown => JSON.parse(text)),
    ),
    schema,
  );

const SHAPES = {
  tableName: z.string().check(z.minLength(3)),
  practices: json(z.array(practice).check(z.minLength(1))),
  /** Comma-separated; an empty second value while none is being rotated. None at all would let anyone in: refused. */
  originSecrets: z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.split(",").filter((secret) => secret !== "")),
    ),
    z.array(z.string().check(z.minLength(16))).check(z.minLength(1)),
  ),
  awsRegion: z.string().check(z.minLength(1)),
  /** Set where a local gateway stands for AWS. */
  awsEndpointUrl: z.optional(z.url()),
  doorbellQueueUrl: z.string().check(z.minLength(8)),
  rereadQueueUrl: z.string().check(z.minLength(8)),
  exportQueueUrl: z.string().check(z.minLength(8)),
  /** The bucket of files that are made for somebody and kept for a day. */
  filesBucket: z.string().check(z.minLength(3)),
  connectionSecrets: json(z.record(z.string(), z.string())),
  auditKeySecretArn: z.string().check(z.minLength(8)),
  auditArchiveBucket: z.string().check(z.minLength(3)),
  twilioSecretArn: z.string().check(z.minLength(8)),
  noticeFromEmail: z.email(),
  /** The portal's front page, as it stands in what is sent. */
  portalAddress: z.url(),
  patientPoolId: z.string(),
  patientClientId: z.string(),
  staffPoolId: z.string(),
  staffClientId: z.string(),
  demo: z.optional(
    json(
      z.object({
        password: z.string(),
        signIns: z.array(
          z.object({ email: z.string(), who: z.string(), kind: z.enum(["patient", "staff"]) }),
        ),
      }),
    ),
  ),
} as const;

type Shapes = typeof SHAPES;
type Name = keyof Shapes;

/** One variable of the function's environment, parsed. `tableName` reads TABLE_NAME. A wrong one fails the cold start. */
export function environment<N extends Name>(name: N): z.output<Shapes[N]>;
export function environment(name: Name): unknown {
  const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  // biome-ignore lint/style/noProcessEnv: the one place where a function's environment is read
  const value = process.env[variable];
  const parsed = SHAPES[name].safeParse(value);
  if (!parsed.success) throw new Error(`Environment variable ${variable} is missing or wrong.`);
  return parsed.data;
}
