import type { Session } from "#domain/account.ts";
import { Problem } from "#domain/problem.ts";
import type { Access } from "#http/access.ts";
import { describeSession } from "./describe-session.ts";

export const readSession = async ({ signedIn, practice, now }: Access): Promise<Session> => {
  if (!signedIn) throw new Problem("session.required");
  return describeSession(signedIn, practice, now);
};
