import { existsSync, readFileSync } from "node:fs";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { type NewAccount, provisionAccount } from "#functions/account/provision.ts";
import { systemClock } from "#functions/adapters/clock.ts";
import { dynamoAccounts } from "#functions/adapters/dynamo/accounts.ts";
import { dynamoTable } from "#functions/adapters/dynamo/table.ts";
import { ConnectionConfig, connect } from "#functions/ehr/connect.ts";
import { secretOf } from "#infra/preflight/secrets.ts";
import { credentialsHere, worldOf } from "#infra/preflight/world.ts";
import { type Region, regions } from "#infra/regions.ts";
import type { Accounts } from "#ports/accounts.ts";
import type { Ehr } from "#ports/ehr.ts";
import { type Invited, invitedBy, permissionsOf, usage } from "./words.ts";

type Practice = Pick<Region["practices"][number], "id" | "connectionId">;

/** Where somebody is let in: the pools, the accounts, and the chart a patient's account is of. */
export interface House {
  readonly cognito: CognitoIdentityProviderClient;
  readonly pools: Readonly<Record<Invited["kind"], string>>;
  readonly accounts: Accounts;
  readonly practices: readonly Practice[];
  ehr(practice: Practice): Promise<Pick<Ehr, "patient">>;
}

/** What is refused in words that whoever invites can act on. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Makes the sign-in, for which Cognito e-mails a first password, and the account behind it. Again is harmless. */
export async function invite(house: House, invited: Invited): Promise<{ name: string }> {
  const practice = practiceOf(house, invited.practiceId);
  const who = await rightsOf(house, practice, invited);
  const sub = await signInFor(house, invited);
  const { email, kind } = invited;
  const account = { ...who, email, kind, practiceId: practice.id, sub };
  return provisionAccount(house, account);
}

function practiceOf({ practices }: House, id: string | undefined): Practice {
  const found = practices.filter((each) => id === undefined || each.id === id);
  const [practice, another] = found;
  if (practice && !another) return practice;
  throw new Refused(`Name the practice, one of: ${practices.map((each) => each.id).join(", ")}.`);
}

type Rights = Pick<NewAccount, "name" | "firstName" | "permissions" | "role" | "patientId">;

async function rightsOf(house: House, practice: Practice, invited: Invited): Promise<Rights> {
  if (invited.kind === "staff") {
    const { name, role } = invited;
    return { name, firstName: name.split(" ")[0] ?? name, role, permissions: permissionsOf(role) };
  }
  const patient = await (await house.ehr(practice)).patient(invited.chart);
  if (!patient) throw new Refused("The EHR has no Patient with this id.");
  const { id, name, firstName } = patient;
  return { name, firstName, patientId: id, permissions: [] };
}

const Made = z.array(z.object({ Name: z.string(), Value: z.string() }));

async function signInFor({ cognito, pools }: House, { email, kind }: Invited): Promise<string> {
  const user = { UserPoolId: pools[kind], Username: email };
  const attributes = await cognito
    .send(
      new AdminCreateUserCommand({
        ...user,
        DesiredDeliveryMediums: ["EMAIL"],
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
      }),
    )
    .then(({ User }) => User?.Attributes)
    .catch(async (error: unknown) => {
      if (!(error instanceof Error) || error.name !== "UsernameExistsException") throw error;
      return (await cognito.send(new AdminGetUserCommand(user))).UserAttributes;
    });
  const sub = z.parse(Made, attributes).find(({ Name }) => Name === "sub");
  if (!sub) throw new Refused("Cognito made no user.");
  return sub.Value;
}

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** What the deployment wrote down: `--outputs-file cdk.out/<region>.outputs.json`. */
function outputsOf({ name }: Region): Record<string, string> {
  const file = `cdk.out/${name}.outputs.json`;
  const stack = existsSync(file)
    ? z.parse(Outputs, JSON.parse(readFileSync(file, "utf8")))[`Porchlight-${name}`]
    : undefined;
  if (!stack)
    throw new Refused(`${file} is missing: \`npm run deploy\` writes it (docs/deploy.md).`);
  return stack;
}

async function houseOf(region: Region): Promise<House> {
  const outputs = outputsOf(region);
  const output = (name: string) => {
    const value = outputs[name];
    if (value === undefined)
      throw new Refused(`The deployed stack has no ${name}: deploy it again.`);
    return value;
  };
  const credentials = await credentialsHere();
  if (!credentials) throw new Refused("No AWS credentials here.");
  const at = { region: region.awsRegion, credentials };
  return {
    cognito: new CognitoIdentityProviderClient(at),
    pools: { patient: output("PatientsPoolId"), staff: output("StaffPoolId") },
    accounts: dynamoAccounts(
      dynamoTable({ client: new DynamoDBClient(at), name: output("TableName") }),
    ),
    practices: region.practices,
    async ehr({ connectionId }) {
      const name = `porchlight/connection/${connectionId}`;
      const secret = await secretOf(worldOf({ credentials }), region.awsRegion, name);
      const { data } = z.safeParse(ConnectionConfig, { ...Object(secret), connectionId });
      if (!data) throw new Refused(`The secret ${name} is not filled in.`);
      return connect(data, { clock: systemClock });
    },
  };
}

async function main([name, ...words]: readonly string[]): Promise<number> {
  const region = regions.find((each) => each.deployable && each.name === name);
  const invited = invitedBy(words);
  if (!region || !invited) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  try {
    await invite(await houseOf(region), invited);
    process.stdout.write(
      `Invited: Cognito sends a first password. It is used at https://${region.domain}/${invited.kind === "staff" ? "practice/" : ""}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
