/** One key going down, as far as it matters here. */
export interface Press {
  readonly key: string;
  /** Ctrl or Cmd. */
  readonly mod: boolean;
  readonly alt: boolean;
  /** ms, any clock. */
  readonly at: number;
}
/** The first half of two keys, such as the "g" of "g s". */
export interface Begun {
  readonly key: string;
  readonly at: number;
}

/** How long the second key may take. */
export const SECOND_KEY_MS = 1500;

/** Which chord ("j", "g s", "mod+k") a key completes, or that it begins one. */
export function readKey(
  press: Press,
  begun: Begun | undefined,
  known: (chord: string) => boolean,
): { chord?: string; begun?: Begun } {
  if (press.alt) return {};
  if (press.mod) {
    const chord = `mod+${press.key.toLowerCase()}`;
    return known(chord) ? { chord } : {};
  }
  if (begun && press.at - begun.at <= SECOND_KEY_MS) {
    const chord = `${begun.key} ${press.key}`;
    if (known(chord)) return { chord };
  }
  if (known(press.key)) return { chord: press.key };
  return known(`${press.key} `) ? { begun: { key: press.key, at: press.at } } : {};
}

/** Where a key goes down decides who it is for. */
export function keysAreFree(target: EventTarget | null, key: string): boolean {
  if (document.querySelector("dialog[open], [popover]:popover-open")) return false;
  const at = target instanceof Element ? target : undefined;
  if (at?.closest("input, select, textarea, [contenteditable]")) return false;
  // Enter and space belong to the button or link that has the focus.
  return !((key === "Enter" || key === " ") && at?.closest("button, a, summary"));
}

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  Enter: "Enter",
  Escape: "Esc",
};
/** A chord as keys to print: "mod+k" is Ctrl and K. */
export const keyCaps = (chord: string): string[] =>
  chord
    .split(/[ +]/)
    .map((key) =>
      key === "mod" ? modName() : (NAMES[key] ?? (chord.includes("+") ? key.toUpperCase() : key)),
    );

const modName = (): string => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl");
