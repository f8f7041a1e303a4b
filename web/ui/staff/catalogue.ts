import { type Answer, call } from "#web/api/call.ts";
import { createLoad, type Load } from "#web/api/load.ts";

export type DeskCatalogue = Answer<"GET /practice/visit-types">;

let known: DeskCatalogue | undefined;

/** Visit types, clinicians and places; they change rarely, so what was read once opens the next dialog at once. */
export const createCatalogue = (): Load<DeskCatalogue> =>
  createLoad(
    async () => {
      known = await call("GET /practice/visit-types", {});
      return known;
    },
    () => known,
  );
