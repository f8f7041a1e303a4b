import { createEffect } from "solid-js";
import { actingFor } from "#web/session/acting.ts";

/** The document's title: what this screen is, about whom where that is not its reader, then whose portal. */
export function createTitle(title: () => string, whose: () => string | undefined): void {
  createEffect(() => {
    document.title = [title(), actingFor()?.firstName, whose()].filter(Boolean).join(" · ");
  });
}
