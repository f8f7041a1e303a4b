/** So many requests in each minute of the wall clock, forgotten when the next minute begins. */
export class MinuteQuota {
  #minute = 0;
  #used = 0;

  allows(perMinute: number, now: Date): boolean {
    const minute = Math.floor(now.getTime() / 60_000);
    if (minute !== this.#minute) this.#used = 0;
    this.#minute = minute;
    this.#used += 1;
    return this.#used <= perMinute;
  }
}
