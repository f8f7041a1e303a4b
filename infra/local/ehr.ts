import { join } from "node:path";
import { regions } from "#infra/regions.ts";
import {
  type EhrConnection,
  type ExternalEhr,
  externalConnection,
  simulatorClientId,
} from "./ehr-connection.ts";
import { startSimulator } from "./ehr-worker.ts";
import { connectionIds, type SecretVault } from "./secrets.ts";
import type { Stack } from "./template.ts";

/** Which EHR the demo practice is connected to. */
export type EhrChoice =
  | {
      kind: "simulator";
      port: number;
      patients: number;
      seed: number;
      bundles?: string | undefined;
    }
  | ({ kind: "external" } & ExternalEhr);

/** An EHR the portal can reach, and how its connection's secret reads. */
export interface OpenEhr {
  connection: EhrConnection;
  origin: string;
  /** The simulator's own controls; another EHR has none. */
  adminUrl?: string;
  close(): Promise<void>;
}

export interface EhrContext {
  stack: Stack;
  vault: SecretVault;
  dataDir: string;
  /** Where the EHR finds our keys and rings us. */
  portalOrigin: string;
}

/** Starts the simulator, or takes the EHR that was named. */
export async function openEhr(choice: EhrChoice, context: EhrContext): Promise<OpenEhr> {
  if (choice.kind === "external") {
    const connection = {
      ...externalConnection(choice),
      webhookSecret: context.vault.webhookSecret,
    };
    return { connection, origin: new URL(choice.baseUrl).origin, close: async () => {} };
  }
  const { stack, vault, dataDir, portalOrigin } = context;
  const simulator = await startSimulator({
    port: choice.port,
    dataDir: join(dataDir, "ehr"),
    patients: choice.patients,
    seed: choice.seed,
    zone: clinicZone(),
    ...(choice.bundles && { bundles: choice.bundles }),
    clients: [{ id: simulatorClientId, jwksUrl: `${portalOrigin}/.well-known/jwks.json` }],
    webhooks: connectionIds(stack).map((id) => ({
      url: `${portalOrigin}/api/webhooks/ehr/${id}`,
      secret: vault.webhookSecret,
    })),
  });
  return {
    connection: {
      baseUrl: simulator.fhirBaseUrl,
      tokenUrl: simulator.tokenUrl,
      clientId: simulatorClientId,
      privateKey: vault.ehrKey,
      webhookSecret: vault.webhookSecret,
    },
    origin: new URL(simulator.fhirBaseUrl).origin,
    adminUrl: simulator.adminUrl,
    close: simulator.close,
  };
}

/** The simulated practice keeps the demo practice's hours. */
function clinicZone(): string {
  const [practice] = regions.find(({ demo }) => demo)?.practices ?? [];
  return practice?.timeZone ?? "UTC";
}
