import { maybe } from "#web/i18n/language.ts";

/** A code of the chart in plain words; one we have none for as it is, which is better than silence. */
export const codeWords = (code: string): string => maybe(`code.${code}`) ?? code;

/** What a result's state is called. */
export const stageWords = (status: string): string => maybe(`stage.${status}`) ?? status;
