import "./styles.ts";
import { render } from "solid-js/web";
import { speak } from "#web/i18n/language.ts";
import { loadSession, session, watchSession } from "#web/session/session.ts";
import { Router } from "#web/ui/router.tsx";
import { myPlaces } from "#web/ui/staff/places.ts";
import { PracticeFrame } from "./frame.tsx";
import { routes } from "./routes.tsx";

// Signing in is the patient entry's, for everyone; it leads back to where one was.
const toDoor = () =>
  location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);

async function start() {
  watchSession(toDoor);
  await Promise.all([loadSession(), speak("en", false)]);
  const found = session();
  if (found === null) return toDoor();
  if (found?.account.kind === "patient") return location.replace("/");
  // The front door leads to the first room that this account may enter.
  const first = myPlaces()[0];
  const atDoor = /^\/practice\/?$/.test(location.pathname);
  if (first && atDoor) history.replaceState(null, "", first.href);
  const root = document.getElementById("root");
  root?.replaceChildren();
  if (root) render(() => <Router routes={routes} frame={PracticeFrame} />, root);
}

void start();
