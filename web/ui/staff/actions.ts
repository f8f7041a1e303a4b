import { createSignal, onCleanup, onMount } from "solid-js";
import { type Begun, keysAreFree, readKey } from "./keys.ts";

/** Something that can be done now: by its key, from the palette, and listed under "?". */
export interface Action {
  readonly label: string;
  /** "j", "g s", "mod+k"; see `readKey`. */
  readonly key?: string;
  readonly run: () => void;
  /** False for what only makes sense as a key, such as "next". */
  readonly palette?: false;
}
export interface Layer {
  readonly title: string;
  readonly actions: () => readonly Action[];
}

const [layers, setLayers] = createSignal<readonly Layer[]>([]);

/** What a screen offers comes before what the house offers. */
export { layers };

/** Offers actions for as long as the component that calls this is there; the house's own stand last. */
export function useActions(
  title: string,
  actions: () => readonly Action[],
  whose: "screen" | "house" = "screen",
): void {
  const layer: Layer = { title, actions };
  const among = (before: readonly Layer[]) =>
    whose === "house" ? [...before, layer] : [layer, ...before];
  onMount(() => setLayers(among));
  onCleanup(() => setLayers((before) => before.filter((each) => each !== layer)));
}

const all = () => layers().flatMap((layer) => layer.actions());

/** Runs what a key asks for, unless somebody types or answers a dialog. */
export function useKeys(): void {
  let begun: Begun | undefined;
  const onKey = (event: KeyboardEvent) => {
    if (!keysAreFree(event.target, event.key)) return;
    const known = (chord: string) =>
      all().some(({ key }) => key === chord || (chord.endsWith(" ") && key?.startsWith(chord)));
    const read = readKey(
      {
        key: event.key,
        mod: event.ctrlKey || event.metaKey,
        alt: event.altKey,
        at: event.timeStamp,
      },
      begun,
      known,
    );
    begun = read.begun;
    const action = read.chord && all().find(({ key }) => key === read.chord);
    if (!action) return;
    event.preventDefault();
    action.run();
  };
  onMount(() => document.addEventListener("keydown", onKey));
  onCleanup(() => document.removeEventListener("keydown", onKey));
}
