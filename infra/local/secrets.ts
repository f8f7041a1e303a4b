import { randomBytes, randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { type EhrConnection, signingKey } from "./ehr-connection.ts";
import type { Stack } from "./template.ts";
import { writeWhole } from "./whole-file.ts";

const SecretResource = z.object({
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(
    z.object({
      SecretStringTemplate: z.optional(z.string()),
      GenerateStringKey: z.optional(z.string()),
      PasswordLength: z._default(z.number(), 32),
      ExcludeCharacters: z._default(z.string(), ""),
      ExcludePunctuation: z._default(z.boolean(), false),
      ExcludeNumbers: z._default(z.boolean(), false),
      ExcludeUppercase: z._default(z.boolean(), false),
      ExcludeLowercase: z._default(z.boolean(), false),
      IncludeSpace: z._default(z.boolean(), false),
    }),
  ),
});
type Generation = NonNullable<z.infer<typeof SecretResource>["GenerateSecretString"]>;

const SecretFile = z.object({
  values: z.record(z.string(), z.string()),
  keys: z.object({
    ehr: z.record(z.string(), z.unknown()),
    webhook: z.string(),
  }),
});

export interface Secret {
  arn: string;
  name: string;
  value: string;
}

/** Physical names that start so hold a connection's credentials. */
const connectionPrefix = "porchlight/connection/";

/** What is generated once per data folder and kept in `secrets.json`, readable by its owner alone. */
export class SecretVault {
  readonly #file: string;
  readonly #kept: z.infer<typeof SecretFile>;
  readonly #given = new Map<string, string>();

  constructor(dataDir: string) {
    this.#file = join(dataDir, "secrets.json");
    this.#kept = existsSync(this.#file)
      ? z.parse(SecretFile, JSON.parse(readFileSync(this.#file, "utf8")))
      : {
          values: {},
          keys: { ehr: { ...signingKey() }, webhook: randomBytes(24).toString("hex") },
        };
    this.#save();
  }

  /** The key with which the portal signs in at the simulator. */
  get ehrKey() {
    return this.#kept.keys.ehr;
  }

  get webhookSecret(): string {
    return this.#kept.keys.webhook;
  }

  /** What stands for a vendor here says what this secret holds, for as long as it runs. */
  give(name: string, value: string): void {
    this.#given.set(name, value);
  }

  /** The kept value of a secret; made and kept at its first use. */
  valueOf(name: string, make: () => string): string {
    const known = this.#given.get(name) ?? this.#kept.values[name];
    if (known !== undefined) {
      return known;
    }
    const made = make();
    this.#kept.values[name] = made;
    this.#save();
    return made;
  }

  #save(): void {
    writeWhole(this.#file, JSON.stringify(this.#kept, null, 2));
  }
}

/** Every secret of the stack with its local value. */
export class Secrets {
  readonly #secrets: Secret[];

  constructor(stack: Stack, vault: SecretVault, connection: EhrConnection) {
    this.#secrets = stack.ids("AWS::SecretsManager::Secret").map((id) => {
      const name = stack.attribute(id, "Name");
      const value = name.startsWith(connectionPrefix)
        ? JSON.stringify(connection)
        : vault.valueOf(name, () => initialValue(stack.properties(id, SecretResource)));
      return { arn: stack.ref(id), name, value };
    });
  }

  /** Finds by ARN or by name, as `SecretId` may be either. */
  find(id: string): Secret | undefined {
    return this.#secrets.find(({ arn, name }) => arn === id || name === id);
  }

  named(part: string): Secret | undefined {
    return this.#secrets.find(({ name }) => name.includes(part));
  }

  /** Replaces `{{resolve:secretsmanager:…}}` references, as CloudFormation does when it deploys. */
  dereference(text: string): string {
    return text.replace(
      /\{\{resolve:secretsmanager:(arn(?::[^:}]*){6}|[^:}]+):SecretString:?([^:}]*)[^}]*\}\}/g,
      (_, id: string, key: string) => {
        const secret = this.find(id);
        if (!secret) {
          throw new Error(`The template refers to the secret ${id}, which it does not have.`);
        }
        return key ? field(secret.value, key) : secret.value;
      },
    );
  }
}

function field(json: string, key: string): string {
  const value = z.parse(z.record(z.string(), z.unknown()), JSON.parse(json))[key];
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function initialValue(resource: z.infer<typeof SecretResource>): string {
  const { GenerateSecretString: generation, SecretString } = resource;
  if (!generation) {
    return SecretString ?? "";
  }
  const password = generate(generation);
  if (!generation.GenerateStringKey) {
    return password;
  }
  const rest: unknown = JSON.parse(generation.SecretStringTemplate ?? "{}");
  return JSON.stringify({
    ...z.parse(z.record(z.string(), z.unknown()), rest),
    [generation.GenerateStringKey]: password,
  });
}

function generate(rules: Generation): string {
  const alphabet = [
    rules.ExcludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    rules.ExcludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    rules.ExcludeNumbers ? "" : "0123456789",
    rules.ExcludePunctuation ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    rules.IncludeSpace ? " " : "",
  ]
    .join("")
    .split("")
    .filter((character) => !rules.ExcludeCharacters.includes(character));
  return Array.from(
    { length: rules.PasswordLength },
    () => alphabet[randomInt(alphabet.length)],
  ).join("");
}
