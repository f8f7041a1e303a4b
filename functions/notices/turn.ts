import type { Notice } from "#ports/notices.ts";
import type { Practice } from "#ports/practices.ts";
import type { NoticePorts } from "./ports.ts";

/** What one turn at a notice knows. */
export interface Turn {
  readonly practice: Practice;
  /** Whether what the notice says is still so. */
  readonly isTrue: boolean;
}

/** The next version, stored. */
export async function save(ports: NoticePorts, notice: Notice): Promise<Notice> {
  const next = { ...notice, version: notice.version + 1 };
  await ports.store.apply(ports.notices.saving(next));
  return next;
}
