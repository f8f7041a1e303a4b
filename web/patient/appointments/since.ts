import { say } from "#web/i18n/language.ts";

/** Today the hour is enough; later the day belongs to it. */
export const since = (at: string, timeZone: string): string => {
  const today = say.shortDay(new Date().toISOString(), timeZone);
  return say.shortDay(at, timeZone) === today ? say.time(at, timeZone) : say.dateTime(at, timeZone);
};
