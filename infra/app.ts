import { App } from "aws-cdk-lib";
import { type Region, regions } from "./regions.ts";
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
    new PortalStack(app, `Porchlight-${region.name}`, { region, assetRoot, webRoot });
  }
  return app;
}

if (import.meta.main) {
  const app = portalApp({
    outdir: "cdk.out",
    regions,
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
