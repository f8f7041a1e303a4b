import type { Alarms } from "./alarms.ts";
import type { Connections } from "./connections.ts";
import type { PortalApi } from "./http-api.ts";
import type { IdentityPool } from "./identity.ts";
import type { DataKey } from "./key.ts";
import type { LogBucket } from "./log-bucket.ts";
import type { Doorbell } from "./queue.ts";
import type { TwilioSecret } from "./secrets.ts";
import type { PortalTable } from "./table.ts";

/** What the capabilities of one region share. */
export interface Portal {
  readonly assetRoot: string;
  readonly key: DataKey;
  /** Where each capability says what it is watched for. */
  readonly alarms: Alarms;
  readonly table: PortalTable;
  readonly api: PortalApi;
  readonly connections: Connections;
  readonly patients: IdentityPool;
  readonly staff: IdentityPool;
  /** Where S3 writes down who fetched what. */
  readonly logs: LogBucket;
  /** "This write-back row wants to go": heard by the write-back worker. */
  readonly doorbell: Doorbell;
  /** "Something changed in the EHR": heard by the sync of appointments. */
  readonly rereads: Doorbell;
  /** The account that texts go out from, and answers to them come in to. */
  readonly twilio: TwilioSecret;
  /** What every function is told. */
  readonly environment: Readonly<Record<"TABLE_NAME" | "PRACTICES", string>>;
  /** The portal's front page, as patients are given it. */
  readonly address: string;
  /** Who e-mails come from. */
  readonly noticeFrom: string;
  /** Secrets of which one must stand on each request: CloudFront adds it. */
  readonly originSecrets: string;
  /** The sign-ins to show, in a demo region only. */
  readonly demo: string | undefined;
}
