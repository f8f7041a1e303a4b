import { createSignal, createUniqueId, For, Show } from "solid-js";
import { type Answer, call } from "#web/api/call.ts";
import { createLoad } from "#web/api/load.ts";
import { pollWhile } from "#web/api/poll.ts";
import { say, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Chip } from "#web/ui/chip.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Notice, problemWords, Trouble } from "#web/ui/notice.tsx";
import { query } from "#web/ui/router.tsx";
import { createWriting } from "#web/ui/said/writing.ts";
import { createTitle } from "#web/ui/title.ts";
import { stateLook } from "#web/ui/visit-state.ts";

type Asked = Answer<"GET /records/corrections">;
type Correction = Asked["items"][number];

/** How soon a request on its way to the chart is looked at again. */
const SOON_MS = 2000;
/** As many letters as the server takes. */
const MOST = 1000;
const LOOKS = {
  waiting: { tone: "wait", icon: "clock" },
  accepted: { tone: "good", icon: "check" },
  refused: { tone: "bad", icon: "cross" },
} as const;

const dayOf = (at: string): string => say.longDay(at, practice()?.timeZone ?? "UTC");

/** Something in the chart is wrong: said in one's own words, and what the clinic answered. */
export function Corrections() {
  const about = query("about") || undefined;
  const load = createLoad<Asked>(() => call("GET /records/corrections", {}));
  const onItsWay = () =>
    load.data()?.items.some(({ writeBack }) => writeBack.state === "saved") === true;
  pollWhile(onItsWay, load.reload, SOON_MS);
  createTitle(() => t("wrong.title"));
  const add = (one: Correction) =>
    load.set({ ...load.data(), items: [one, ...(load.data()?.items ?? [])] });
  return (
    <div class="stack wide">
      <div>
        <BackLink href={about ? `/health/${pathOf(about)}` : "/health"}>
          {t("health.back")}
        </BackLink>
        <h1>{t("wrong.title")}</h1>
        <p class="soft">{t("wrong.lead")}</p>
      </div>
      <Ask about={about} onAsked={add} />
      <Show
        when={load.data()}
        fallback={
          <Show when={load.problem()} fallback={<Skeleton />}>
            {(problem) => <Trouble problem={problem()} retry={() => void load.reload()} />}
          </Show>
        }
      >
        {(data) => (
          <Show when={data().items.length > 0}>
            <section class="stack" aria-labelledby="earlier">
              <h2 id="earlier">{t("wrong.earlier")}</h2>
              <For each={data().items}>{(one) => <One one={one} />}</For>
            </section>
          </Show>
        )}
      </Show>
    </div>
  );
}

/** Results have a page of their own; where another record stands, only its section knows. */
const pathOf = (about: string): string =>
  about.startsWith("DiagnosticReport~") ? `results/${about}` : "";

function Ask(props: { about: string | undefined; onAsked: (one: Correction) => void }) {
  const id = createUniqueId();
  const { words, setWords, busy, problem, uncertain, send } = createWriting();
  const [sent, setSent] = createSignal<Correction>();
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void send(async (words, key) => {
      const asked = { words, id: props.about };
      const made = await call("POST /records/corrections", asked, { key });
      setSent(made);
      props.onAsked(made);
    });
  }
  const refusal = () => {
    const found = problem();
    return found === "empty" ? t("wrong.empty") : found && problemWords(found);
  };
  return (
    <form class="card stack" onSubmit={submit}>
      <div class="field">
        <label for={id}>{t("wrong.label")}</label>
        <textarea
          class="input"
          id={id}
          rows={5}
          maxLength={MOST}
          readOnly={busy() || uncertain()}
          value={words()}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <div role="alert">
        <Show when={refusal()}>
          {(said) => (
            <Notice tone="bad" icon="alert">
              <p>{said()}</p>
            </Notice>
          )}
        </Show>
      </div>
      <div role="status">
        <Show when={sent()}>
          {(made) => (
            <Notice tone="good" icon="check">
              <p>{t("wrong.sent", { day: dayOf(made().dueAt) })}</p>
            </Notice>
          )}
        </Show>
      </div>
      <button type="submit" class="btn primary" aria-disabled={busy()}>
        {t(busy() ? "wrong.sending" : "wrong.send")}
      </button>
    </form>
  );
}

/** Whether the chart has the request, which is not the correction. An answer by whoever alone has it says enough. */
function inChart({ state, writeBack }: Correction) {
  const where = IN_CHART[writeBack.state] ?? "with-practice";
  if (where === "with-practice" && state !== "waiting") return undefined;
  const { tone, icon } = stateLook(where);
  return { tone, icon, key: `wrong.${where}` } as const;
}
const IN_CHART: Partial<Record<string, "saved" | "in-chart">> = {
  saved: "saved",
  "in-chart": "in-chart",
};

const One = (props: { one: Correction }) => (
  <article class="card stack">
    <p class="row">
      <Chip {...LOOKS[props.one.state]}>{t(`wrong.${props.one.state}`)}</Chip>
      <Show when={inChart(props.one)}>
        {(look) => (
          <Chip tone={look().tone} icon={look().icon}>
            {t(look().key)}
          </Chip>
        )}
      </Show>
    </p>
    <Show when={props.one.about}>
      {(about) => <strong>{t("wrong.about", { title: about().title })}</strong>}
    </Show>
    <p class="chart-text">{props.one.words}</p>
    <p class="soft small">
      {t("wrong.asked", { day: dayOf(props.one.askedAt) })}
      <Show when={props.one.state === "waiting"}>
        {" · "}
        {t("wrong.due", { day: dayOf(props.one.dueAt) })}
      </Show>
    </p>
    <Show when={props.one.answered?.reason}>
      {(reason) => (
        <p class="chart-text">
          <strong>{t("wrong.says")}:</strong> {reason()}
        </p>
      )}
    </Show>
  </article>
);
