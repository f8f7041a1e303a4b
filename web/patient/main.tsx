import "./styles.ts";
import { render } from "solid-js/web";
import type { Part } from "#web/i18n/catalog.ts";
import { landOn, preferredLanguage, speak } from "#web/i18n/language.ts";
import { loadSession } from "#web/session/session.ts";
import { Router } from "#web/ui/router.tsx";
import { Frame } from "./frame.tsx";
import { routes } from "./routes.tsx";

declare global {
  interface Window {
    /** Whose words the boot script fetched, where the screen landed on has a part of its own. */
    part?: Part;
  }
}

async function start() {
  void loadSession();
  landOn(window.part);
  await speak(preferredLanguage(), false);
  const root = document.getElementById("root");
  // The static frame stood here until now.
  root?.replaceChildren();
  if (root) render(() => <Router routes={routes} frame={Frame} />, root);
}

void start();
