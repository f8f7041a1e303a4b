import { App } from "aws-cdk-lib/core";
import { type Region, regions } from "./regions.ts";
import { EdgeStack } from "./stacks/edge.ts";
import { PortalStack } from "./stacks/portal-stack.ts";

export interface PortalAppProps {
  readonly outdir: string;
  readonly regions: readonly Region[];
  readonly assetRoot: string;
  readonly webRoot: string;
}

/** All regions as one CDK app. */
export function portalApp({ outdir, regions, assetRoot, webRoot }: PortalAppProps): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    // Ours and not cdk.json's, so that `node infra/app.ts` and the CDK CLI make the same template.
    postCliContext: { "@aws-cdk/core:enablePartitionLiterals": true },
  });
  for (const region of regions) {
    const edge = new EdgeStack(app, region);
    new PortalStack(app, { region, assetRoot, webRoot }).addStackDependency(edge);
  }
  return app;
}

/** `node infra/app.ts [--nag] [region …]`: all regions, or those named. */
if (import.meta.main) {
  const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const app = portalApp({
    outdir: "cdk.out",
    regions: regions.filter(({ name }) => names.length === 0 || names.includes(name)),
    assetRoot: "dist/functions",
    webRoot: "dist/web",
  });
  // The rule packs take longer than all the rest: asked for by name.
  if (process.argv.includes("--nag")) {
    const { comply } = await import("./constructs/compliance.ts");
    comply(app);
  }
  app.synth();
}
