import { createSignal } from "solid-js";
import { type ApiProblem, asProblem } from "#web/api/problem.ts";

/** Sends words under a key of their own; rejects with what was refused. */
type Send = (words: string, key: string) => Promise<void>;

/** Words somebody writes to somebody else, until they are sent. */
export function createWriting() {
  const [words, setWords] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<ApiProblem | "empty">();
  // No answer came, so it may have been taken: the very same request goes again, under the same key.
  const [open, setOpen] = createSignal<() => Promise<void>>();

  return {
    ...{ words, setWords, busy, problem },
    /** It may be on its way: until that is known, no letter of it changes. */
    uncertain: (): boolean => open() !== undefined,
    /** Nothing is sent twice at a time, and nothing without words. */
    async send(send: Send): Promise<void> {
      const text = words().trim();
      if (busy()) return;
      setProblem(text ? undefined : "empty");
      if (!text) return;
      const key = crypto.randomUUID();
      const attempt = open() ?? (() => send(text, key));
      setBusy(true);
      try {
        await attempt();
        setOpen(undefined);
        setWords("");
      } catch (thrown) {
        const found = asProblem(thrown);
        setOpen(() => (found.uncertain ? attempt : undefined));
        setProblem(found);
      } finally {
        setBusy(false);
      }
    },
  };
}
export type Writing = ReturnType<typeof createWriting>;
