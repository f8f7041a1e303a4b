import { Stack } from "#infra/local/template.ts";

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

/** A stack of just these resources, for tests of what reads one kind of them. */
export const stackOf = (Resources: Resources, assets: Record<string, string> = {}): Stack =>
  new Stack(
    {
      stackName: "Test",
      region: "us-east-2",
      account: "000000000000",
      template: { Resources },
      assets,
    },
    { awsOrigin: "http://127.0.0.1:1", siteHost: "localhost:4000" },
  );
