import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { portalApp } from "#infra/app.ts";
import { bundleName, entries } from "#infra/constructs/entries.ts";
import { regions } from "#infra/regions.ts";

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.any()), {}),
    }),
  ),
});

export type Resources = z.infer<typeof Template>["Resources"];

export interface Synthesis {
  /** The templates' text by stack name. */
  readonly texts: Readonly<Record<string, string>>;
  resources(stackName: string): Resources;
}

/** Synthesises all regions with bundles that are only placeholders, in a folder of its own that is gone afterwards. */
export function synthesise(given = regions): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const assetRoot = join(folder, "functions");
    for (const entry of entries) {
      mkdirSync(join(assetRoot, bundleName(entry)), { recursive: true });
      writeFileSync(join(assetRoot, bundleName(entry), "index.js"), `// ${entry}\n`);
    }
    const outdir = join(folder, "cdk.out");
    portalApp({ outdir, regions: given, assetRoot, webRoot: join(folder, "web") }).synth();
    const texts = Object.fromEntries(
      given.map(({ name }) => {
        const stackName = `Porchlight-${name}`;
        return [stackName, readFileSync(join(outdir, `${stackName}.template.json`), "utf8")];
      }),
    );
    return {
      texts,
      resources: (stackName) => z.parse(Template, JSON.parse(texts[stackName] ?? "{}")).Resources,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
