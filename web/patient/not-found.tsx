import { t } from "#web/i18n/language.ts";
import { PorchScene } from "#web/ui/scene.tsx";
import { createTitle } from "#web/ui/title.ts";

export function NotFound() {
  createTitle(() => t("app.notFound"));
  return (
    <div class="stack">
      <PorchScene />
      <h1>{t("app.notFound")}</h1>
      <p class="soft">{t("app.notFoundHelp")}</p>
      <p>
        <a class="btn" href="/">
          {t("app.goHome")}
        </a>
      </p>
    </div>
  );
}
