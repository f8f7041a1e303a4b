import type { Api } from "./api.ts";
import { connectionsApi } from "./connections.ts";
import { deskApi } from "./desk.ts";
import { practiceApi } from "./practice.ts";
import { workApi } from "./work.ts";

/** Everything under `/practice`: one function serves it, so it is one table. */
export const consoleApi = {
  ...practiceApi,
  ...workApi,
  ...deskApi,
  ...connectionsApi,
} as const satisfies Api;
