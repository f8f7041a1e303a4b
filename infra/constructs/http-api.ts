import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  CfnApiMapping,
  CfnDomainName,
  CfnIntegration,
  CfnRoute,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type Api, routeKey } from "#domain/api.ts";
import { fiveMinutes } from "./alarms.ts";
import { Certificate } from "./certificate.ts";
import type { DataKey } from "./key.ts";
import { Alias } from "./records.ts";

/** Which route, how it went, how long it took. No path (it holds ids), no address, no agent. */
const accessLog = JSON.stringify({
  requestId: "$context.requestId",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
});

export interface PortalApiProps {
  readonly key: DataKey;
  /** Where patients find the portal. */
  readonly domain: string;
  readonly hostedZoneId: string | undefined;
}

/** The HTTP API. It does the routing: one route per entry of a route table, and no catch-all. */
export class PortalApi extends Construct {
  readonly apiId: string;
  /** Host name of the API itself; browsers come through CloudFront. */
  readonly host: string;
  readonly accessLog: LogGroup;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, { key, domain, hostedZoneId }: PortalApiProps) {
    super(scope, id);
    const api = new HttpApi(this, "Api", {
      createDefaultStage: false,
      disableExecuteApiEndpoint: true,
    });
    this.apiId = api.apiId;
    this.host = `origin.${domain}`;
    this.#api = api;
    this.accessLog = new LogGroup(this, "AccessLog", {
      encryptionKey: key.key,
      retention: RetentionDays.ONE_YEAR,
    });
    const stage = this.#stage(api);
    this.#name(stage, hostedZoneId);
  }

  /** Requests answered. */
  answers(): Metric {
    return this.#api.metricCount({ period: fiveMinutes });
  }

  /** Requests answered with a server error. */
  serverErrors(): Metric {
    return this.#api.metricServerError({ period: fiveMinutes });
  }

  /** What the slowest in a hundred waited, milliseconds. */
  latency(): Metric {
    return this.#api.metricLatency({ period: fiveMinutes, statistic: "p99" });
  }

  #stage(api: HttpApi): HttpStage {
    return new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(accessLog),
      },
    });
  }

  /** The one name the API answers to. Its certificate has to lie in the API's own region; CloudFront's may not. */
  #name(stage: HttpStage, hostedZoneId: string | undefined): void {
    const { arn } = new Certificate(this, "Origin", { domain: this.host, hostedZoneId });
    const name = new CfnDomainName(this, "Domain", {
      domainName: this.host,
      domainNameConfigurations: [
        { endpointType: "REGIONAL", certificateArn: arn, securityPolicy: "TLS_1_2" },
      ],
    });
    new CfnApiMapping(this, "Mapping", {
      apiId: this.apiId,
      domainName: name.ref,
      stage: stage.stageName,
    });
    new Alias(this, "Address", {
      domain: this.host,
      target: name.attrRegionalDomainName,
      targetZoneId: name.attrRegionalHostedZoneId,
      hostedZoneId,
      types: ["A"],
    });
  }

  /**
   * Sends every route of a table to one function. The parts stand in the capability's scope, so that their names
   * read `AppointmentsBookRoute`. One permission for all routes: one each would outgrow the function's 20 KB policy.
   */
  serve(capability: Construct, routes: Api, by: { readonly arn: string }): void {
    const integration = new CfnIntegration(capability, "Integration", {
      apiId: this.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: by.arn,
      payloadFormatVersion: "2.0",
    });
    new CfnPermission(capability, "InvokePermission", {
      action: "lambda:InvokeFunction",
      functionName: by.arn,
      principal: "apigateway.amazonaws.com",
      sourceArn: Stack.of(this).formatArn({
        service: "execute-api",
        resource: this.apiId,
        resourceName: "*/*",
      }),
    });
    for (const [name, route] of Object.entries(routes)) {
      new CfnRoute(capability, `${capitalised(name)}Route`, {
        apiId: this.apiId,
        routeKey: routeKey(route),
        target: `integrations/${integration.ref}`,
        // Who may call is decided per chart, in the function: a gateway only knows tokens.
        authorizationType: "NONE",
      });
    }
  }
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
