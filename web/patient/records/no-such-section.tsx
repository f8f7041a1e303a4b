import { t } from "#web/i18n/language.ts";
import { createTitle } from "#web/ui/title.ts";

/** For an address that names no section of a chart. */
export function NoSuchSection() {
  createTitle(() => t("app.notFound"));
  return (
    <div class="stack">
      <h1>{t("app.notFound")}</h1>
      <p class="soft">{t("app.notFoundHelp")}</p>
    </div>
  );
}
