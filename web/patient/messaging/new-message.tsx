import "./messages.css";
import { createSignal, Show } from "solid-js";
import { call } from "#web/api/call.ts";
import type { ApiProblem } from "#web/api/problem.ts";
import { t } from "#web/i18n/language.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { Urgent } from "./urgent.tsx";
import { Write } from "./write.tsx";

const isResult = (id: string): boolean => id.startsWith("DiagnosticReport~");

/**
 * A first message. What it is about is named by its id alone: a title is the patient's own, and addresses are kept in
 * places that are not.
 */
export function NewMessage() {
  const [about, setAbout] = createSignal(query("about") || undefined);
  const from = about();
  createTitle(() => t("messages.write"));
  async function send(words: string, key: string): Promise<void> {
    const id = about();
    const made = await call("POST /threads", { words, ...(id ? { about: id } : {}) }, { key });
    await navigate(`/messages/${made.id}?sent`, { replace: true });
  }
  const refusal = (problem: ApiProblem): string | undefined => {
    if (problem.code !== "not-found") return undefined;
    // Held back meanwhile, or gone from the chart: the words are still worth sending.
    setAbout(undefined);
    return t("messages.aboutGone");
  };
  return (
    <div class="stack wide thread">
      <div>
        <BackLink href={from ? cameFrom(from) : "/messages"}>
          {t(from ? "app.back" : "messages.back")}
        </BackLink>
        <h1>{t("messages.write")}</h1>
        <Show when={about()}>
          {(id) => (
            <p class="soft">
              {t(isResult(id()) ? "messages.aboutResult" : "messages.aboutRecord")}
            </p>
          )}
        </Show>
      </div>
      <Urgent />
      <Write label={t("messages.label")} onSend={send} refusal={refusal} />
    </div>
  );
}

/** Results have a page of their own; where another record stands, only its section knows. */
const cameFrom = (about: string): string =>
  isResult(about) ? `/health/results/${about}` : "/health";
