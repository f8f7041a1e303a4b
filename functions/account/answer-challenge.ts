import type { ChallengeAnswer } from "#domain/account.ts";
import type { Access } from "#http/access.ts";
import { counted } from "./attempts.ts";
import { proceed, type SignInPorts } from "./open-session.ts";

export const answerChallenge =
  (ports: SignInPorts) =>
  async (access: Access, { email, ...reply }: ChallengeAnswer) =>
    counted(ports.limits, { email, now: access.now }, async () => {
      const login = await ports.accounts.readLogin(email);
      const step = await ports.identity.answer(
        login?.pool ?? "patients",
        login?.sub ?? email,
        reply,
      );
      return proceed(ports, access, { email, step });
    });
