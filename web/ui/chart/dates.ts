import { chartDay, chartMoment } from "#domain/chart-dates.ts";
import type { ChartDate } from "#domain/measured.ts";
import { language } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";

const here = () => ({ timeZone: practice()?.timeZone ?? "UTC", language: language() });

/** A chart's dates in the language of the page and the clinic's zone. */
export const day = (date: ChartDate): string => chartDay(date, here());
export const moment = (date: ChartDate): string => chartMoment(date, here());
