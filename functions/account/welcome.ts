import type { accountApi } from "#domain/account.ts";
import type { Output } from "#domain/api.ts";
import type { Access } from "#http/access.ts";
import { practiceCard } from "./describe-session.ts";

type Welcome = Output<typeof accountApi.welcome>;

export const welcome =
  ({ demo }: { demo: Welcome["demo"] }) =>
  async ({ practice }: Access): Promise<Welcome> => ({
    practice: practiceCard(practice),
    ...(demo === undefined ? {} : { demo }),
  });
