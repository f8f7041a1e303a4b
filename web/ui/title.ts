import { createEffect } from "solid-js";
import { actingFor } from "#web/session/acting.ts";
import { practice } from "#web/session/session.ts";

/** The document's title: what this screen is, about whom where that is not its reader, then whose portal. */
export function createTitle(title: () => string): void {
  createEffect(() => {
    document.title = [title(), actingFor()?.firstName, practice()?.name]
      .filter(Boolean)
      .join(" · ");
  });
}
