import "./styles.ts";
import { render } from "solid-js/web";
import { speak } from "#web/i18n/language.ts";
import { loadSession, session, watchSession } from "#web/session/session.ts";
import { Router } from "#web/ui/router.tsx";
import { PracticeFrame } from "./frame.tsx";
import { routes } from "./routes.tsx";

// Signing in is the patient entry's, for everyone.
const toDoor = () => location.replace("/sign-in?to=/practice/");

async function start() {
  watchSession(toDoor);
  await Promise.all([loadSession(), speak("en", false)]);
  const found = session();
  if (found === null) return toDoor();
  if (found?.account.kind === "patient") return location.replace("/");
  const root = document.getElementById("root");
  root?.replaceChildren();
  if (root) render(() => <Router routes={routes} frame={PracticeFrame} />, root);
}

void start();
