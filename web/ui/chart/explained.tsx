import { createEffect, createSignal, on, Show } from "solid-js";
import { type TestName, testOf } from "#web/i18n/lab-tests.ts";
import { language, t } from "#web/i18n/language.ts";

const READ = {
  en: async () => (await import("#web/i18n/lab-tests-en.ts")).en,
  es: async () => (await import("#web/i18n/lab-tests-es.ts")).es,
};

/** What a test is about, in our words, where we have some: fetched by whoever wants to know. */
export const Explained = (props: { loinc: string | undefined; name: string }) => (
  <Show when={testOf(props.loinc)}>{(test) => <About test={test()} name={props.name} />}</Show>
);

function About(props: { test: TestName; name: string }) {
  const [open, setOpen] = createSignal(false);
  const [words, setWords] = createSignal("");
  const read = async () => {
    try {
      setWords((await READ[language()]())[props.test]);
    } catch {
      setWords(t("app.offline"));
    }
  };
  createEffect(on([open, language], ([wanted]) => wanted && void read()));
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="link">
        {t("value.about")}
        <span class="sr">: {props.name}</span>
      </summary>
      <p role="status">{words()}</p>
    </details>
  );
}
