/** Structured log lines: a code and ids. Never names, free text, URLs with queries or bodies. */
export interface Log {
  info(code: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(code: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  /** An unexpected error: its name, code and stack frames, not its message. */
  error(
    code: string,
    error: unknown,
    fields?: Readonly<Record<string, string | number | boolean>>,
  ): void;
}
