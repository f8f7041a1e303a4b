import { join } from "node:path";
import { regions } from "#infra/regions.ts";
import {
  type EhrConnection,
  type ExternalEhr,
  externalConnection,
  simulatorClientId,
} from "./ehr-connection.ts";
import { startSimulator } from "./ehr-worker.ts";
import type { SecretVault } from "./secrets.ts";

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
  vault: SecretVault;
  dataDir: string;
  /** Where the EHR finds our keys and rings us. */
  portalOrigin: string;
}

/** Starts the simulator, in the demo practice's zone and with its webhook, or takes the EHR that was named. */
export async function openEhr(choice: EhrChoice, context: EhrContext): Promise<OpenEhr> {
  if (choice.kind === "external") {
    const connection = {
      ...externalConnection(choice),
      webhookSecret: context.vault.webhookSecret,
    };
    return { connection, origin: new URL(choice.baseUrl).origin, close: async () => {} };
  }
  const { vault, dataDir, portalOrigin } = context;
  const practices = regions.find(({ demo }) => demo)?.practices ?? [];
  const simulator = await startSimulator({
    port: choice.port,
    dataDir: join(dataDir, "ehr"),
    patients: choice.patients,
    seed: choice.seed,
    zone: practices[0]?.timeZone ?? "UTC",
    ...(choice.bundles && { bundles: choice.bundles }),
    clients: [{ id: simulatorClientId, jwksUrl: `${portalOrigin}/.well-known/jwks.json` }],
    webhooks: practices.map(({ connectionId }) => ({
      url: `${portalOrigin}/api/webhooks/ehr/${connectionId}`,
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
      // The simulator's index is part of its commit.
      searchLagSeconds: 0,
    },
    origin: new URL(simulator.fhirBaseUrl).origin,
    adminUrl: simulator.adminUrl,
    close: simulator.close,
  };
}
