export type Language = "en" | "es";
/** The words for a key, or for "acting." and a key where a carer reads them; not `exact` where they are part of more. */
type Spoken = (key: string, exact?: boolean) => RegExp;

const PARTS = [
  "",
  "account-",
  "appointments-",
  "requests-",
  "asking-",
  "health-",
  "results-",
  "records-",
  "items-",
  "exports-",
  "messages-",
  "timing-",
  "carers-",
];
const PLACE = /\{\{.*?\}\}/;

/**
 * The words of the screens in one language, as a pattern with anything in the places of a sentence. The compiler
 * keeps web apart from this tree, hence the path.
 */
export async function spoken(language: Language): Promise<Spoken> {
  const catalogs = await Promise.all(
    PARTS.map(async (part) => {
      const module: Record<string, Record<string, string>> = await import(
        `#web/i18n/${part}${language}.ts`
      );
      const { acting = {}, [language]: own } = module;
      const about = Object.entries(acting).map(([key, text]) => [`acting.${key}`, text]);
      return { ...own, ...Object.fromEntries(about) };
    }),
  );
  const all: Record<string, string> = Object.assign({}, ...catalogs);
  return (key, exact = true) => {
    const text = all[key];
    if (text === undefined) throw new Error(`${language} has no words for ${key}.`);
    const pattern = text.split(PLACE).map(literal).join(".*");
    return new RegExp(exact ? `^${pattern}$` : pattern);
  };
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
