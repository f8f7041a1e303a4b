import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ofType, type Resources, type Synthesis } from "./synthesis.ts";

/** How the keys of those we have to do with look, wherever they stand. */
const KEYS = new RegExp(
  [
    "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b",
    "\\b[sr]k_(live|test)_[0-9A-Za-z]{16,}",
    "\\bwhsec_[0-9A-Za-z+/]{16,}",
    "\\b(AC|SK)[0-9a-f]{32}\\b",
    "-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/]{40}",
    "\\beyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}",
    "\\bgh[pousr]_[0-9A-Za-z]{30,}",
  ].join("|"),
);
/** What nobody would call a thing: chance made it. */
const RANDOM = /[0-9a-f]{32,}|(?=[A-Za-z+/_-]*\d)(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/=_-]{24,}/;
const OURS = ["domain", "functions", "infra", "web", "test", "docs"];
const SECRET_NAME = /secret|password|passwd|token|api_?key|private_?key|credential/i;
/** Names of secrets may be told: what they hold may not. */
const NAME_OF_ONE = /(ARN|NAME|ID|URL)S?$/i;

/** Values that stand in a template and should only be where Secrets Manager keeps them. */
export function hardCoded(resources: Resources): string[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const anywhere = KEYS.test(JSON.stringify(Properties)) ? [`${id} holds a key`] : [];
    if (Type === "AWS::SecretsManager::Secret" && "SecretString" in Properties)
      return [...anywhere, `${id} is given its secret`];
    const given: Record<string, unknown> = Properties["Environment"]?.Variables ?? {};
    const told = Object.entries(given).filter(([name, value]) => isSecret(name, value));
    return [...anywhere, ...told.map(([name]) => `${id} ${name}`)];
  });
}

const isSecret = (name: string, value: unknown): boolean =>
  typeof value === "string" &&
  (RANDOM.test(value) || (SECRET_NAME.test(name) && !NAME_OF_ONE.test(name)));

const CLOSED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Buckets that somebody outside could read or write, or that may be asked in clear text. */
export function openBuckets(resources: Resources): string[] {
  const buckets = Object.entries(ofType(resources, "AWS::S3::Bucket"));
  const policies = Object.values(ofType(resources, "AWS::S3::BucketPolicy"));
  return buckets.flatMap(([id, properties]) => {
    const open = Object.keys(CLOSED).filter(
      (block) => properties["PublicAccessBlockConfiguration"]?.[block] !== true,
    );
    const statements: Statement[] = policies
      .filter(({ Bucket }) => Bucket?.Ref === id)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const everybody = statements.filter(
      ({ Effect, Principal }) => Effect === "Allow" && /"\*"/.test(JSON.stringify(Principal)),
    );
    const clear = !statements.some(
      ({ Effect, Condition }) =>
        Effect === "Deny" &&
        JSON.stringify(Condition ?? {}).includes('"aws:SecureTransport":"false"'),
    );
    return [
      ...open.map((block) => `${id} without ${block}`),
      ...everybody.map(() => `${id} lets everybody in`),
      ...(properties["BucketEncryption"] ? [] : [`${id} is not encrypted`]),
      ...(clear ? [`${id} may be asked in clear text`] : []),
    ];
  });
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** What must not be seen from outside: secrets and buckets; and that we would see it. */
export function exposure({ resources }: Synthesis, stacks: readonly string[]): void {
  test.each(stacks)("%s: no secret stands in the template, and no bucket is open", (stack) => {
    expect([...hardCoded(resources(stack)), ...openBuckets(resources(stack))]).toEqual([]);
  });

  test("no key stands in a file of ours", () => {
    const ours = OURS.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    ).filter((file) => /\.(ts|tsx|js|json|html|md|yaml|yml|sh|env)$/.test(file));
    expect(ours.length).toBeGreaterThan(500);
    expect(ours.filter((file) => KEYS.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  const planted: readonly [name: string, change: (given: Resources) => void, found: RegExp][] = [
    ["a secret in an environment", withVariable("SMS_TOKEN", "hunter2"), /SMS_TOKEN/],
    ["one under a harmless name", withVariable("PLACE", `${"aB3".repeat(9)}x`), /PLACE/],
    ["a key of AWS", withVariable("NOTE", `AK${"IA"}${"Q".repeat(16)}`), /holds a key/],
    ["a secret with its value", secretWithValue, /is given its secret/],
    ["a bucket without its blocks", bucketWithoutBlocks, /without BlockPublicPolicy/],
    ["a bucket for everybody", bucketForEverybody, /lets everybody in/],
    ["a bucket in the clear", bucketInTheClear, /in clear text/],
  ];
  test.each(planted)("planted: %s is found", (_name, change, found) => {
    const copy = structuredClone(resources(stacks[0] ?? ""));
    change(copy);
    expect([...hardCoded(copy), ...openBuckets(copy)].join()).toMatch(found);
  });
}

const firstOf = (given: Resources, type: string): [id: string, properties: Properties] => {
  const [first] = Object.entries(ofType(given, type));
  if (!first) throw new Error(`There is no ${type}.`);
  return first;
};
type Properties = ReturnType<typeof ofType>[string];

const withVariable = (name: string, value: string) => (given: Resources) => {
  const [, properties] = firstOf(given, "AWS::Lambda::Function");
  properties["Environment"].Variables[name] = value;
};

function secretWithValue(given: Resources): void {
  firstOf(given, "AWS::SecretsManager::Secret")[1]["SecretString"] = "hunter2";
}

function bucketWithoutBlocks(given: Resources): void {
  delete firstOf(given, "AWS::S3::Bucket")[1]["PublicAccessBlockConfiguration"];
}

function policyOf(given: Resources): { Statement: Statement[] } {
  const [id] = firstOf(given, "AWS::S3::Bucket");
  const policies = Object.values(ofType(given, "AWS::S3::BucketPolicy"));
  return policies.find(({ Bucket }) => Bucket.Ref === id)?.["PolicyDocument"];
}

function bucketForEverybody(given: Resources): void {
  policyOf(given).Statement.push({ Effect: "Allow", Principal: { AWS: "*" } });
}

function bucketInTheClear(given: Resources): void {
  const policy = policyOf(given);
  policy.Statement = policy.Statement.filter(({ Effect }) => Effect !== "Deny");
}
