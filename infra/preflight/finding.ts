import type { Region } from "#infra/regions.ts";
import type { World } from "./world.ts";

/** What came of a look: all is well, something is wrong and what to do about it, or nobody can say and why. */
export type Finding =
  | { readonly is: "ok"; readonly says: string }
  | { readonly is: "wrong"; readonly says: string; readonly todo: string }
  | { readonly is: "unknown"; readonly says: string };

export interface Check {
  /** In plain words: what is looked at. Told as it is where nothing can be asked. */
  readonly what: string;
  run(region: Region, world: World): Promise<Finding> | Finding;
}

export const ok = (says: string): Finding => ({ is: "ok", says });
export const wrong = (says: string, todo: string): Finding => ({ is: "wrong", says, todo });
export const unknown = (says: string): Finding => ({ is: "unknown", says });
