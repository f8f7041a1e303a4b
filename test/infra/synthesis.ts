import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { portalApp } from "#infra/app.ts";
import { bundleName, entries } from "#infra/constructs/entries.ts";
import { type Region, regions } from "#infra/regions.ts";

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.any()), {}),
    }),
  ),
  Outputs: z._default(z.record(z.string(), z.unknown()), {}),
});

export type Resources = z.infer<typeof Template>["Resources"];

export interface Synthesis {
  /** The templates' text by stack name. */
  readonly texts: Readonly<Record<string, string>>;
  resources(stackName: string): Resources;
  outputs(stackName: string): object;
}

/** The stacks of a region: its own, and what CloudFront wants in us-east-1. */
const stacksOf = ({ name }: Region) => [`Porchlight-${name}`, `Porchlight-${name}-edge`];

/** Works in a folder with bundles that are only placeholders; it is gone afterwards. */
export function withPlaceholders<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    for (const entry of entries) {
      const bundle = join(folder, "functions", bundleName(entry));
      mkdirSync(bundle, { recursive: true });
      writeFileSync(join(bundle, "index.js"), `// ${entry}\n`);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The app in such a folder: everything it reads and writes is there. */
export const appIn = (folder: string, given = regions) =>
  portalApp({
    outdir: join(folder, "cdk.out"),
    regions: given,
    assetRoot: join(folder, "functions"),
    webRoot: join(folder, "web"),
  });

export const synthesise = (given = regions): Synthesis =>
  withPlaceholders((folder) => {
    appIn(folder, given).synth();
    const texts = Object.fromEntries(
      given
        .flatMap(stacksOf)
        .map((stack) => [
          stack,
          readFileSync(join(folder, "cdk.out", `${stack}.template.json`), "utf8"),
        ]),
    );
    const parsed = (stackName: string) => z.parse(Template, JSON.parse(texts[stackName] ?? "{}"));
    return {
      texts,
      resources: (stackName) => parsed(stackName).Resources,
      outputs: (stackName) => parsed(stackName).Outputs,
    };
  });

/** Properties of every resource of a type, by logical id. */
export const ofType = (resources: Resources, type: string) =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties]),
  );

/** An intrinsic as a person would write it: `Table`, `Table/index/gsi1`, `Table.StreamArn`. */
export function readable(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if ("Ref" in value) return String(value.Ref);
  if ("Fn::GetAtt" in value) {
    const [id, attribute] = z.parse(z.array(z.string()), value["Fn::GetAtt"]);
    return attribute === "Arn" ? String(id) : `${id}.${attribute}`;
  }
  if ("Fn::Join" in value) {
    const [separator, parts] = z.parse(
      z.tuple([z.string(), z.array(z.unknown())]),
      value["Fn::Join"],
    );
    return parts.map(readable).join(separator);
  }
  return JSON.stringify(value);
}
