import { type App, type CfnElement, Stack } from "aws-cdk-lib/core";
import type { Region } from "#infra/regions.ts";

export interface NamedStackProps {
  readonly region: Region;
  /** Where it stands: the region's own AWS region, or where CloudFront wants a thing to be. */
  readonly awsRegion: string;
  readonly description: string;
}

/** An account nobody has: `cdk deploy` finds no credentials for it. */
const nowhere = "000000000000";

/** A stack of one of our regions, in the region's account, whose parts have names one can read. */
export class NamedStack extends Stack {
  constructor(app: App, id: string, { region, awsRegion, description }: NamedStackProps) {
    const account = region.deployable ? region.account : nowhere;
    super(app, id, {
      env: { region: awsRegion, ...(account !== undefined && { account }) },
      description,
      terminationProtection: region.deployable,
    });
  }

  /** `AppointmentsBookRoute`, not `AppointmentsBookRoute3F5A12C9`. Two alike are refused by CDK. */
  protected override allocateLogicalId(element: CfnElement): string {
    const words = element.node.path
      .split("/")
      .slice(1)
      .filter((word) => word !== "Resource")
      .map((word) =>
        word.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first) => first.toUpperCase()),
      );
    return words.filter((word, at) => word !== words[at - 1]).join("");
  }
}
