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
  let open: (() => Promise<void>) | undefined;

  async function settle(attempt: () => Promise<void>): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      await attempt();
      open = undefined;
      setWords("");
      return true;
    } catch (thrown) {
      const found = asProblem(thrown);
      open = found.uncertain ? attempt : undefined;
      setProblem(found);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return {
    ...{ words, setWords, busy, problem },
    /** It may be on its way: until that is known, no letter of it changes. */
    uncertain: (): boolean => {
      const found = problem();
      return found !== undefined && found !== "empty" && found.uncertain;
    },
    /** Answers whether it was taken. Nothing is sent twice at a time, and nothing without words. */
    async send(send: Send): Promise<boolean> {
      if (busy()) return false;
      const text = words().trim();
      if (text === "") {
        setProblem("empty");
        return false;
      }
      const key = crypto.randomUUID();
      return await settle(open ?? (() => send(text, key)));
    },
  };
}
export type Writing = ReturnType<typeof createWriting>;
