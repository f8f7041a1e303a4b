import "./styles.ts";
import { Router } from "@solidjs/router";
import { render } from "solid-js/web";
import { preferredLanguage, speak } from "#web/i18n/language.ts";
import { loadSession } from "#web/session/session.ts";
import { Frame } from "./frame.tsx";
import { routes } from "./routes.tsx";

async function start() {
  void loadSession();
  await speak(preferredLanguage(), false);
  const root = document.getElementById("root");
  // The static frame stood here until now.
  root?.replaceChildren();
  if (root) render(() => <Router root={Frame}>{routes}</Router>, root);
}

void start();
