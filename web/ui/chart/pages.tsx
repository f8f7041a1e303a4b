import "./chart.css";
import { createSignal, type JSX, Show } from "solid-js";
import { createLoad, type Load } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { Freshness, Skeleton } from "#web/ui/freshness.tsx";
import { Trouble } from "#web/ui/notice.tsx";
import { PorchScene } from "#web/ui/scene.tsx";

interface Page<Item> {
  items: Item[];
  cursor?: string | undefined;
  asOf?: string | undefined;
  stale?: boolean | undefined;
}

export interface Pages<P> {
  readonly load: Load<P>;
  readonly busy: () => boolean;
  readonly more: () => Promise<void>;
}

/** A list of the chart that comes page by page, the newest first. */
export function createPages<P extends Page<unknown>>(
  read: (cursor: string | undefined) => Promise<P>,
): Pages<P> {
  const load = createLoad(() => read(undefined));
  const [busy, setBusy] = createSignal(false);
  async function more(): Promise<void> {
    const known = load.data();
    if (busy() || !known?.cursor) return;
    setBusy(true);
    try {
      const next = await read(known.cursor);
      load.set({ ...next, items: [...known.items, ...next.items] });
    } catch {
      // The button stays: it can be pressed again.
    } finally {
      setBusy(false);
    }
  }
  return { load, busy, more };
}

/** Something read from the chart: how old it is, its place while it comes, and what to do when it does not. */
export const Loaded = <
  T extends { asOf?: string | undefined; stale?: boolean | undefined },
>(props: {
  load: Load<T>;
  children: (data: () => T) => JSX.Element;
}) => (
  <>
    <Freshness load={props.load} />
    <Show
      when={known(props.load)}
      fallback={
        <Show when={props.load.problem()} fallback={<Skeleton />}>
          {(problem) => <Trouble problem={problem()} retry={() => void props.load.reload()} />}
        </Show>
      }
    >
      {(data) => props.children(data)}
    </Show>
  </>
);

/** Gone from this chart is not "old but better than nothing". */
const known = <T,>(load: Load<T>): T | undefined =>
  load.problem()?.code === "not-found" ? undefined : load.data();

export const More = <P extends Page<unknown>>(props: { pages: Pages<P> }) => (
  <Show when={props.pages.load.data()?.cursor}>
    <button
      type="button"
      class="btn line"
      aria-disabled={props.pages.busy()}
      onClick={() => void props.pages.more()}
    >
      {t("health.more")}
    </button>
  </Show>
);

/** Nothing is there: what will be, once it is. */
export const Nothing = (props: { title: string; children: JSX.Element }) => (
  <div class="card home-none">
    <PorchScene />
    <strong>{props.title}</strong>
    <p class="soft">{props.children}</p>
  </div>
);
