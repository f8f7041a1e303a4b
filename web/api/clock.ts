/** The server's clock, learned from its answers: a phone that is minutes off must not lose a held time. */
let aheadMs = 0;

export function learnTime(dateHeader: string | null): void {
  const server = Date.parse(dateHeader ?? "");
  if (!Number.isNaN(server)) aheadMs = server - Date.now();
}

export const nowMs = (): number => Date.now() + aheadMs;
export const now = (): string => new Date(nowMs()).toISOString();
