/** Counting tries. Windows are fixed; a counter is one item that deletes itself. */
export interface Limits {
  /** Counts one try and answers how many there were in this window, this one included. */
  count(subject: string, windowSeconds: number): Promise<number>;
  /** How many there were, without counting. */
  peek(subject: string, windowSeconds: number): Promise<number>;
}
