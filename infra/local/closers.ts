/** What must be ended, in the reverse of the order in which it was begun. */
export class Closers {
  readonly #steps: (() => unknown)[] = [];
  #closing: Promise<void> | undefined;

  /** What was begun too late, when the end had come already, is ended at once. */
  add(step: () => unknown): void {
    if (this.#closing !== undefined) {
      void step();
    } else {
      this.#steps.push(step);
    }
  }

  /** Takes every step even if one fails; a second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#run();
    return this.#closing;
  }

  async #run(): Promise<void> {
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch {
        // The rest must end all the same, and nobody is left who could use the reason.
      }
    }
  }
}
