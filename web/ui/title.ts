import { createEffect } from "solid-js";

/** The document's title: what this screen is, then whose portal. */
export function createTitle(title: () => string, whose: () => string | undefined): void {
  createEffect(() => {
    document.title = [title(), whose()].filter(Boolean).join(" · ");
  });
}
