import { globSync } from "node:fs";
import { Template } from "aws-cdk-lib/assertions";
import { App, Stack } from "aws-cdk-lib/core";
import { expect, test } from "vitest";
import { accountApi } from "#domain/account.ts";
import { type Api, routeKey } from "#domain/api.ts";
import { appointmentsApi } from "#domain/appointments.ts";
import { consoleApi } from "#domain/console.ts";
import { correctionDeskApi, correctionsApi } from "#domain/corrections.ts";
import { exportsApi } from "#domain/exports.ts";
import { messagingApi, messagingDeskApi } from "#domain/messaging.ts";
import { opsApi, webhooksApi } from "#domain/ops.ts";
import { recordsApi } from "#domain/records.ts";
import { releaseDeskApi } from "#domain/release-desk.ts";
import { resultsApi } from "#domain/results.ts";
import { writebackApi } from "#domain/writeback.ts";
import { bundleName, entries } from "#infra/constructs/entries.ts";
import { PortalApi } from "#infra/constructs/http-api.ts";
import { DataKey } from "#infra/constructs/key.ts";
import { regions } from "#infra/regions.ts";
import { ofType, type Resources, readable, type Synthesis } from "./synthesis.ts";

const tables: Record<string, Api> = {
  AccountApiFunction: accountApi,
  AppointmentsApiFunction: appointmentsApi,
  CorrectionsApiFunction: { ...correctionsApi, ...correctionDeskApi },
  MessagingApiFunction: { ...messagingApi, ...messagingDeskApi },
  ExportsApiFunction: exportsApi,
  OpsApiFunction: opsApi,
  PracticeApiFunction: consoleApi,
  ReleaseApiFunction: releaseDeskApi,
  ResultsApiFunction: { ...resultsApi, ...recordsApi },
  WebhooksApiFunction: webhooksApi,
  WritebackApiFunction: writebackApi,
};

/** "GET /api/slots -> AppointmentsApiFunction" for every route of a template. */
function servedBy(resources: Resources): string[] {
  const integrations = ofType(resources, "AWS::ApiGatewayV2::Integration");
  return Object.values(ofType(resources, "AWS::ApiGatewayV2::Route"))
    .map(({ RouteKey, Target }) => {
      const integration = readable(Target).replace("integrations/", "");
      return `${RouteKey} -> ${readable(integrations[integration]?.["IntegrationUri"])}`;
    })
    .sort();
}

function served(table: Api): Resources {
  const stack = new Stack(new App(), "Small");
  const api = new PortalApi(stack, "Http", {
    key: new DataKey(stack, "Data"),
    domain: "portal.example.org",
    hostedZoneId: undefined,
  });
  api.serve(stack, table, { arn: "arn" });
  return Template.fromStack(stack).toJSON()["Resources"];
}

export function routes(synthesis: Synthesis): void {
  const demo = synthesis.resources("Porchlight-demo");

  test.each(regions.map(({ name }) => `Porchlight-${name}`))(
    "%s has every route of every table, and no other",
    (stack) => {
      const promised = Object.entries(tables).flatMap(([lambda, table]) =>
        Object.values(table).map((route) => `${routeKey(route)} -> ${lambda}`),
      );
      expect(servedBy(synthesis.resources(stack))).toEqual(promised.sort());
    },
  );

  test("the gateway may call exactly the functions that serve a table", () => {
    const called = Object.values(ofType(demo, "AWS::Lambda::Permission")).map((permission) =>
      readable(permission["FunctionName"]),
    );
    expect(called.sort()).toEqual(Object.keys(tables).sort());
  });

  test("a route taken out of its table is gone from the template", () => {
    const { book: _, ...others } = appointmentsApi;
    const kept = servedBy(served(appointmentsApi));
    const left = servedBy(served(others));
    expect(kept.filter((route) => !left.includes(route))).toEqual([
      "POST /api/appointments -> arn",
    ]);
    expect(left.filter((route) => !kept.includes(route))).toEqual([]);
  });

  test("every bundle is one function, and every function runs a bundle", () => {
    const functions = Object.keys(ofType(demo, "AWS::Lambda::Function"));
    expect(functions).toHaveLength(entries.length);
    expect(new Set(entries.map(bundleName)).size).toBe(entries.length);
    const used = functions.map((id) => demo[id]?.Properties["Code"].S3Key);
    expect(new Set(used).size).toBe(entries.length);
  });

  test("every file that is bundled for the server belongs to a function here", () => {
    const files = globSync("functions/*/{handler,sealer,sweep,sync,worker}.ts");
    const known = entries.map((entry) => `functions/${entry}.ts`);
    expect(files.filter((file) => !known.includes(file))).toEqual([]);
  });

  test("every function runs the Node of this house on arm64 and nothing that is not needed", () => {
    for (const lambda of Object.values(ofType(demo, "AWS::Lambda::Function"))) {
      expect(lambda).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
      });
      expect(lambda).not.toHaveProperty("ReservedConcurrentExecutions");
    }
  });

  test("the access log names no path, address or agent", () => {
    const format = demo["HttpStage"]?.Properties["AccessLogSettings"].Format;
    expect(Object.values(JSON.parse(format)).sort()).toEqual([
      "$context.requestId",
      "$context.responseLatency",
      "$context.routeKey",
      "$context.status",
    ]);
  });
}
