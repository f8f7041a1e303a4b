import { type App, type CfnElement, Duration, Stack } from "aws-cdk-lib";
import { Account } from "#infra/capabilities/account.ts";
import { Appointments } from "#infra/capabilities/appointments.ts";
import { Audit } from "#infra/capabilities/audit.ts";
import { Notices } from "#infra/capabilities/notices.ts";
import { Ops } from "#infra/capabilities/ops.ts";
import { Practice } from "#infra/capabilities/practice.ts";
import { Webhooks } from "#infra/capabilities/webhooks.ts";
import { Writeback } from "#infra/capabilities/writeback.ts";
import { Connections } from "#infra/constructs/connections.ts";
import { PortalApi } from "#infra/constructs/http-api.ts";
import { IdentityPool } from "#infra/constructs/identity.ts";
import { DataKey } from "#infra/constructs/key.ts";
import type { Portal } from "#infra/constructs/portal.ts";
import { Doorbell } from "#infra/constructs/queue.ts";
import { OriginSecret, TwilioSecret } from "#infra/constructs/secrets.ts";
import { PortalTable } from "#infra/constructs/table.ts";
import { Web } from "#infra/constructs/web.ts";
import type { Region } from "#infra/regions.ts";

export interface PortalStackProps {
  readonly region: Region;
  /** The folder of the server's bundles. */
  readonly assetRoot: string;
  /** The folder of the built pages. */
  readonly webRoot: string;
}

/** An account nobody has: `cdk deploy` finds no credentials for it. */
const nowhere = "000000000000";

const capabilities = {
  Account,
  Appointments,
  Audit,
  Notices,
  Ops,
  Practice,
  Webhooks,
  Writeback,
};

/** One region of Porchlight, whole. */
export class PortalStack extends Stack {
  constructor(app: App, id: string, { region, assetRoot, webRoot }: PortalStackProps) {
    const account = region.deployable ? region.account : nowhere;
    super(app, id, {
      env: { region: region.awsRegion, ...(account !== undefined && { account }) },
      description: `Porchlight patient portal, region ${region.name}`,
      terminationProtection: region.deployable,
    });
    const key = new DataKey(this, "Data");
    const originSecret = new OriginSecret(this, "Origin", { key });
    const api = new PortalApi(this, "Http", { key });
    const web = new Web(this, "Web", {
      webRoot,
      apiHost: api.host,
      originSecret: originSecret.current,
    });
    const portal = this.#portal(region, { key, originSecret, assetRoot, api, web });
    for (const [name, Capability] of Object.entries(capabilities)) {
      new Capability(this, name, portal);
    }
  }

  #portal(
    { practices, demoSignIns, demo, domain, noticeFrom }: Region,
    { key, originSecret, assetRoot, api, web }: SharedProps,
  ): Portal {
    const table = new PortalTable(this, "Table", { key });
    const connectionIds = practices.map((practice) => practice.connectionId);
    return {
      assetRoot,
      key,
      table,
      api,
      connections: new Connections(this, "Connection", { connectionIds, key }),
      patients: new IdentityPool(this, "Patients", { mfa: "optional", domain }),
      staff: new IdentityPool(this, "Staff", { mfa: demo ? "optional" : "required", domain }),
      doorbell: new Doorbell(this, "Doorbell", { answeredWithin: Duration.seconds(30) }),
      rereads: new Doorbell(this, "Reread", { answeredWithin: Duration.seconds(60) }),
      twilio: new TwilioSecret(this, "Twilio", { key }),
      environment: { TABLE_NAME: table.name, PRACTICES: JSON.stringify(practices) },
      // A demo region runs on a developer's machine, which has no certificate.
      address: `${demo ? "http" : "https"}://${domain ?? web.host}`,
      noticeFrom,
      originSecrets: originSecret.valid,
      demo: demoSignIns && JSON.stringify(demoSignIns),
    };
  }

  /** Names one can read: `AppointmentsBookRoute`, not `AppointmentsBookRoute3F5A12C9`. Two alike are refused by CDK. */
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

interface SharedProps {
  readonly key: DataKey;
  readonly api: PortalApi;
  readonly web: Web;
  readonly originSecret: OriginSecret;
  readonly assetRoot: string;
}
