/** Something to pick from a list by typing. */
export interface Option {
  readonly id: string;
  readonly label: string;
  /** A second line of who or what it is. */
  readonly detail?: string | undefined;
  readonly group?: string | undefined;
  readonly key?: string | undefined;
  readonly run: () => void;
}

/** Whether each typed word begins a word of a row. */
export function fits(row: string, search: string): boolean {
  const starts = row.toLowerCase().split(/[\s,]+/);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => starts.some((start) => start.startsWith(word)));
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** 0 begins with it, 1 a word begins with it, 2 has the letters in order, undefined has not. */
export function rank(label: string, query: string): number | undefined {
  const [text, wanted] = [plain(label), plain(query.trim())];
  if (text.startsWith(wanted)) return 0;
  const words = wanted.split(/\s+/);
  const starts = text.split(/[\s,.-]+/);
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 1;
  let at = -1;
  for (const letter of wanted.replace(/\s/g, "")) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return 2;
}

/** The options that fit, the best of each group first; groups stay in the order they came in. */
export function matching<O extends Option>(options: readonly O[], query: string): O[] {
  if (query.trim() === "") return [...options];
  const groups = Map.groupBy(options, ({ group }) => group);
  return [...groups.values()].flatMap((group) =>
    group
      .flatMap((option) => {
        const found = rank(option.label, query);
        return found === undefined ? [] : [{ option, found }];
      })
      .sort((a, b) => a.found - b.found)
      .map(({ option }) => option),
  );
}
