import type { SignIn } from "#domain/account.ts";
import type { Access } from "#http/access.ts";
import { counted } from "./attempts.ts";
import { proceed, type SignInPorts } from "./open-session.ts";

export const signIn =
  (ports: SignInPorts) =>
  async (access: Access, { email, password }: SignIn) =>
    counted(ports.limits, { email, now: access.now }, async () => {
      const login = await ports.accounts.readLogin(email);
      // An unknown address is tried all the same: it must cost as much and answer as little as a wrong password.
      const step = await ports.identity.signIn(login?.pool ?? "patients", {
        username: email,
        password,
      });
      return proceed(ports, access, { email, step });
    });
