import "./styles.ts";
import { render } from "solid-js/web";
import { preferredLanguage, speak } from "#web/i18n/language.ts";
import { loadSession } from "#web/session/session.ts";
import { Router } from "#web/ui/router.tsx";
import { Frame } from "./frame.tsx";
import { routes } from "./routes.tsx";

async function start() {
  void loadSession();
  await speak(preferredLanguage(), false);
  const root = document.getElementById("root");
  // The static frame stood here until now.
  root?.replaceChildren();
  if (root) render(() => <Router routes={routes} frame={Frame} />, root);
}

void start();
