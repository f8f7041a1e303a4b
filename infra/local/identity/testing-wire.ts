import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CodeMessage } from "./house.ts";
import { type Identity, startIdentity } from "./identity.ts";
import type { Pool } from "./pools.ts";

/** For tests: the service behind a real socket, so that the real SDK speaks to it. */
export const password = "Porchlight-demo-1";
const flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
const client = (id: string) => ({ id, name: id, hasSecret: true, explicitAuthFlows: flows });
export const staff: Pool = {
  id: "us-east-1_StaffPool",
  name: "staff",
  mfa: "ON",
  minimumLength: 12,
  clients: [client("staff-client")],
};
export const patients: Pool = {
  id: "us-east-1_PatientPool",
  name: "patients",
  mfa: "OPTIONAL",
  minimumLength: 12,
  clients: [
    client("patient-client"),
    { id: "no-flows", name: "no-flows", hasSecret: false, explicitAuthFlows: [] },
  ],
};

class Clock {
  at = Date.UTC(2026, 10, 20, 9);
  readonly now = (): number => this.at;
  forward(ms: number): void {
    this.at += ms;
  }
}

async function served(identity: Identity) {
  const server = createServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const { status, body } = await identity.call(target.split(".")[1] ?? "", await json(request));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, endpoint: `http://127.0.0.1:${address.port}` };
}

/** An installation without people: making its keys anew for each test would take longer than the test. */
let installed: string | undefined;

export async function openWire() {
  const dataDir = await mkdtemp(join(tmpdir(), "identity-"));
  const file = join(dataDir, "identity.json");
  if (installed !== undefined) await writeFile(file, installed);
  const clock = new Clock();
  const codes: CodeMessage[] = [];
  const errors: unknown[] = [];
  const identity = await startIdentity({
    dataDir,
    region: "us-east-1",
    pools: [staff, patients],
    now: clock.now,
    onCode: (message) => codes.push(message),
    onError: (error) => errors.push(error),
  });
  installed ??= await readFile(file, "utf8");
  const { server, endpoint } = await served(identity);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const sdk = new CognitoIdentityProviderClient({
    endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
  const secretHash = async (pool: Pool, username: string) => {
    const ClientId = pool.clients[0]?.id ?? "";
    const described = await sdk.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId }),
    );
    const secret = described.UserPoolClient?.ClientSecret ?? "";
    return createHmac("sha256", secret).update(`${username}${ClientId}`).digest("base64");
  };
  const close = async () => {
    sdk.destroy();
    server.close();
    await rm(dataDir, { recursive: true });
  };
  return { dataDir, clock, codes, errors, identity, sdk, secretHash, close };
}

export type Wire = Awaited<ReturnType<typeof openWire>>;
