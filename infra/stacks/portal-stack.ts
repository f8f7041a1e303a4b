import { type App, Duration } from "aws-cdk-lib/core";
import { Account } from "#infra/capabilities/account.ts";
import { Appointments } from "#infra/capabilities/appointments.ts";
import { Audit } from "#infra/capabilities/audit.ts";
import { Corrections } from "#infra/capabilities/corrections.ts";
import { Exports } from "#infra/capabilities/exports.ts";
import { Messaging } from "#infra/capabilities/messaging.ts";
import { Notices } from "#infra/capabilities/notices.ts";
import { Ops } from "#infra/capabilities/ops.ts";
import { Practice } from "#infra/capabilities/practice.ts";
import { Release } from "#infra/capabilities/release.ts";
import { Results } from "#infra/capabilities/results.ts";
import { Webhooks } from "#infra/capabilities/webhooks.ts";
import { Writeback } from "#infra/capabilities/writeback.ts";
import { Alarms } from "#infra/constructs/alarms.ts";
import { ApiAlarms } from "#infra/constructs/api-alarms.ts";
import { MonthlyBudget } from "#infra/constructs/budget.ts";
import { Connections } from "#infra/constructs/connections.ts";
import { Overview } from "#infra/constructs/dashboard.ts";
import { PortalApi } from "#infra/constructs/http-api.ts";
import { IdentityPool } from "#infra/constructs/identity.ts";
import { DataKey } from "#infra/constructs/key.ts";
import { LogBucket } from "#infra/constructs/log-bucket.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { Doorbell } from "#infra/constructs/queue.ts";
import { OriginSecret, TwilioSecret } from "#infra/constructs/secrets.ts";
import { PortalTable } from "#infra/constructs/table.ts";
import { Watch } from "#infra/constructs/watch.ts";
import { Web } from "#infra/constructs/web.ts";
import type { Region } from "#infra/regions.ts";
import { edgeOf } from "./edge.ts";
import { NamedStack } from "./named-stack.ts";

export interface PortalStackProps {
  readonly region: Region;
  /** The folder of the server's bundles. */
  readonly assetRoot: string;
  /** The folder of the built pages. */
  readonly webRoot: string;
}

const capabilities = {
  Account,
  Appointments,
  Audit,
  Corrections,
  Exports,
  Messaging,
  Notices,
  Ops,
  Practice,
  Release,
  Results,
  Webhooks,
  Writeback,
};

/** One region of Porchlight, whole but for what CloudFront wants in us-east-1. */
export class PortalStack extends NamedStack {
  constructor(app: App, { region, assetRoot, webRoot }: PortalStackProps) {
    super(app, `Porchlight-${region.name}`, {
      region,
      awsRegion: region.awsRegion,
      description: `Porchlight patient portal, region ${region.name}`,
    });
    const { domain, hostedZoneId } = region;
    const key = new DataKey(this, "Data");
    const originSecret = new OriginSecret(this, "Origin", { key });
    const api = new PortalApi(this, "Http", { key, domain, hostedZoneId });
    const logs = new LogBucket(this, "Logs");
    const web = new Web(this, "Web", {
      ...edgeOf(region),
      webRoot,
      domain,
      hostedZoneId,
      apiHost: api.host,
      originSecret: originSecret.current,
      logs,
    });
    const { alarmsTo: to, runbooks } = region;
    const alarms = new Alarms(this, "Alarms", { key, to, runbooks });
    const portal = this.#portal(region, { key, originSecret, assetRoot, api, web, alarms, logs });
    for (const [name, Capability] of Object.entries(capabilities)) {
      new Capability(this, name, portal);
    }
    this.#watch(region, portal);
  }

  #watch({ alarmsTo, monthlyBudgetUsd }: Region, { alarms, api }: Portal): void {
    new ApiAlarms(this, "Api", { alarms, api });
    new Watch(this, "Watch", { alarms });
    new Overview(this, "Overview", { alarms, api });
    new MonthlyBudget(this, "Monthly", { usd: monthlyBudgetUsd, to: alarmsTo });
  }

  #portal(
    { practices, demoSignIns, demo, domain, noticeFrom }: Region,
    { key, originSecret, assetRoot, api, web, alarms, logs }: SharedProps,
  ): Portal {
    const table = new PortalTable(this, "Table", { key });
    const connectionIds = practices.map((practice) => practice.connectionId);
    return {
      assetRoot,
      key,
      alarms,
      logs,
      table,
      api,
      connections: new Connections(this, "Connection", { connectionIds, key }),
      patients: new IdentityPool(this, "Patients", { mfa: "optional", domain }),
      staff: new IdentityPool(this, "Staff", { mfa: demo ? "optional" : "required", domain }),
      doorbell: new Doorbell(this, "Doorbell", { answeredWithin: Duration.seconds(30) }),
      rereads: new Doorbell(this, "Reread", { answeredWithin: Duration.seconds(60) }),
      twilio: new TwilioSecret(this, "Twilio", { key }),
      environment: { TABLE_NAME: table.name, PRACTICES: JSON.stringify(practices) },
      // A demo region runs on a developer's machine, which has neither the name nor a certificate.
      address: demo ? `http://${web.host}` : `https://${domain}`,
      noticeFrom,
      originSecrets: originSecret.valid,
      demo: demoSignIns && JSON.stringify(demoSignIns),
    };
  }
}

interface SharedProps {
  readonly key: DataKey;
  readonly api: PortalApi;
  readonly alarms: Alarms;
  readonly logs: LogBucket;
  readonly web: Web;
  readonly originSecret: OriginSecret;
  readonly assetRoot: string;
}
