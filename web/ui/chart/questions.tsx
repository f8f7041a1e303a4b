import { t } from "#web/i18n/language.ts";
import { PhoneLink } from "#web/ui/notice.tsx";

/** Messages are not built: the phone is what there is. */
export const Questions = () => (
  <div class="home-help">
    <p>
      <strong>{t("health.questions")}</strong>
      <br />
      <span class="soft small">{t("health.questionsHelp")}</span>
    </p>
    <PhoneLink />
  </div>
);
