import { createSignal, onCleanup, onMount } from "solid-js";
import { t } from "#web/i18n/language.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { idleWindowMs, loadSession, signOut } from "./session.ts";

const WARN_MS = 120_000;
const TICK_MS = 1000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown"] as const;

/**
 * Warns two minutes before the idle end, then signs out. A page that polls keeps the server's session alive on its
 * own, so it is the person's last touch that counts, not the last request.
 */
export function IdleWatch() {
  const [leftMs, setLeftMs] = createSignal(Number.POSITIVE_INFINITY);
  let touched = Date.now();
  let told = touched;
  const warning = () => leftMs() <= WARN_MS;
  const tick = () => {
    setLeftMs(idleWindowMs() - (Date.now() - touched));
    if (leftMs() <= 0) void signOut("idle");
  };
  const stay = () => {
    touched = Date.now();
    told = touched;
    tick();
    void loadSession();
  };
  const alive = () => {
    if (warning()) return;
    touched = Date.now();
    // Someone who reads and types without asking for anything is still here: let the server know.
    if (touched - told > idleWindowMs() / 3) stay();
  };
  onMount(() => {
    const timer = setInterval(tick, TICK_MS);
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, alive);
    onCleanup(() => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, alive);
    });
  });
  return (
    <Dialog open={warning()} title={t("idle.title")} onClose={stay}>
      <p>{t("idle.body", { left: countdown(Math.min(leftMs(), WARN_MS)) })}</p>
      <div class="row">
        <button type="button" class="btn" onClick={stay}>
          {t("idle.stay")}
        </button>
        <button type="button" class="btn line" onClick={() => void signOut()}>
          {t("out.signOut")}
        </button>
      </div>
    </Dialog>
  );
}

/** "1:05" */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
