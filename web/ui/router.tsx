import {
  type Component,
  createMemo,
  createSignal,
  onCleanup,
  onMount,
  type ParentProps,
  Show,
} from "solid-js";

/** A screen that can be fetched before it is shown (what `lazy` makes). */
export type Screen = Component & { preload: () => Promise<unknown> };
/** A path such as "/visits/:id" and its screen; the first that matches counts, "*" matches all. */
export type Route = readonly [pattern: string, screen: Screen];

const [url, setUrl] = createSignal(new URL(location.href));
export const path = (): string => url().pathname;
export const query = (name: string): string | undefined =>
  url().searchParams.get(name) ?? undefined;
/** Where we are, as it goes into a link. */
export const here = (): string => url().pathname + url().search;

let routes: readonly Route[] = [];
let turn = 0;

/** The names in a pattern with what the path has in their place; undefined where it does not match. */
export function match(pattern: string, pathname: string): Record<string, string> | undefined {
  if (pattern === "*") return {};
  const expected = pattern.split("/");
  const parts = pathname.split("/");
  if (expected.length !== parts.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, name] of expected.entries()) {
    const part = parts[index] ?? "";
    if (name.startsWith(":") && part) found[name.slice(1)] = decodeURIComponent(part);
    else if (name !== part) return undefined;
  }
  return found;
}

const routeOf = (pathname: string): Route | undefined =>
  routes.find(([pattern]) => match(pattern, pathname));

/** A name of the current path's pattern. Screens are made anew for each path: reading it once is enough. */
export function param(name: string): string {
  const at = new URL(location.href).pathname;
  const [pattern] = routeOf(at) ?? ["*"];
  return match(pattern, at)?.[name] ?? "";
}

/** Goes to a page of ours. The screen before it stays until the next one's code is here. */
export async function navigate(to: string, { replace = false } = {}): Promise<void> {
  turn += 1;
  const mine = turn;
  const next = new URL(to, location.href);
  await routeOf(next.pathname)?.[1].preload();
  if (mine !== turn) return;
  const samePage = next.pathname === path();
  if (replace) history.replaceState(samePage ? history.state : null, "", next);
  else {
    history.replaceState({ ...history.state, top: scrollY }, "");
    history.pushState(null, "", next);
  }
  setUrl(next);
  if (!samePage) scrollTo(0, 0);
}

/** The link under an event, where following it is ours to do. */
function ownLink(event: Event): HTMLAnchorElement | undefined {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const ours =
    link?.origin === location.origin &&
    link.hash === "" &&
    !(link.target || link.hasAttribute("download") || link.relList.contains("external"));
  return link && ours ? link : undefined;
}

function follow(event: MouseEvent): void {
  const changed = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const link = ownLink(event);
  if (!link || changed || event.button !== 0 || event.defaultPrevented) return;
  event.preventDefault();
  void navigate(link.href);
}

const warm = (event: Event): void => {
  const link = ownLink(event);
  if (link) void routeOf(link.pathname)?.[1].preload();
};

async function goBack(): Promise<void> {
  turn += 1;
  const mine = turn;
  const next = new URL(location.href);
  await routeOf(next.pathname)?.[1].preload();
  if (mine !== turn) return;
  setUrl(next);
  scrollTo(0, history.state?.top ?? 0);
}
const onPop = () => void goBack();

/** Shows the screen of the current path inside the frame, and turns plain links into moves without a page load. */
export function Router(props: { routes: readonly Route[]; frame: Component<ParentProps> }) {
  routes = props.routes;
  setUrl(new URL(location.href));
  onMount(() => {
    history.scrollRestoration = "manual";
    document.addEventListener("click", follow);
    document.addEventListener("pointerover", warm);
    document.addEventListener("focusin", warm);
    window.addEventListener("popstate", onPop);
  });
  onCleanup(() => {
    document.removeEventListener("click", follow);
    document.removeEventListener("pointerover", warm);
    document.removeEventListener("focusin", warm);
    window.removeEventListener("popstate", onPop);
  });
  const at = createMemo(path);
  return (
    <props.frame>
      <Show when={at()} keyed>
        {(pathname) => routeOf(pathname)?.[1]({})}
      </Show>
    </props.frame>
  );
}
