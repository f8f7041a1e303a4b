import { Construct } from "constructs";
import { accountApi } from "#domain/account.ts";
import { ApiFunction } from "#infra/constructs/api-function.ts";
import type { Portal } from "#infra/constructs/portal.ts";

/** Sign-in, sessions, accounts. The only capability that talks to Cognito. */
export class Account extends Construct {
  constructor(scope: Construct, id: string, portal: Portal) {
    super(scope, id);
    const { table, patients, staff } = portal;
    new ApiFunction(this, "Api", {
      portal,
      entry: "account/handler",
      routes: accountApi,
      environment: {
        PATIENT_POOL_ID: patients.poolId,
        PATIENT_CLIENT_ID: patients.clientId,
        STAFF_POOL_ID: staff.poolId,
        STAFF_CLIENT_ID: staff.clientId,
        ...(portal.demo !== undefined && { DEMO: portal.demo }),
      },
      statements: [
        ...table.may("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"),
        patients.maySignIn(),
        staff.maySignIn(),
      ],
    });
  }
}
