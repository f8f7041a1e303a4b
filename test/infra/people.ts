import { expect, test } from "vitest";
import { ofType, type Resources } from "./synthesis.ts";

/** Who can sign in, and how. */
export function people(resources: Resources, { staff }: { staff: string }): void {
  test("people are made by us alone, and signed in by our function alone", () => {
    for (const pool of Object.values(ofType(resources, "AWS::Cognito::UserPool"))) {
      expect(pool).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: "ACTIVE",
        EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
        UsernameAttributes: ["email"],
        UserPoolTier: "ESSENTIALS",
      });
    }
    for (const client of Object.values(ofType(resources, "AWS::Cognito::UserPoolClient"))) {
      expect(client).toMatchObject({
        GenerateSecret: true,
        ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors: "ENABLED",
      });
    }
  });

  test("patients may use a second factor; a password alone has 15 characters", () => {
    expect(mfa(resources, "PatientsPool")).toBe("OPTIONAL, 15 characters");
  });

  test("staff need a second factor, except where it is only a demonstration", () => {
    expect(mfa(resources, "StaffPool")).toBe(staff);
  });
}

function mfa(resources: Resources, pool: string): string {
  const { MfaConfiguration, Policies } = resources[pool]?.Properties ?? {};
  return `${MfaConfiguration}, ${Policies?.PasswordPolicy.MinimumLength} characters`;
}
