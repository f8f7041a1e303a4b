/** A queue that only rings: a message says what to look at and holds nothing about a patient. */
export interface Queue {
  /** Sends one message as JSON. Rejects when the queue doesn't take it in time. */
  send(body: unknown, delaySeconds?: number): Promise<void>;
}
