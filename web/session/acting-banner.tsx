import { t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { actFor, type CaredFor } from "./acting.ts";

/** Whose page this is, on every screen and always in sight, and the way back. */
export const ActingBanner = (props: { person: CaredFor }) => (
  <section class="acting" aria-labelledby="acting">
    <span class="acting-who">
      <Icon name="people" size={24} />
      <strong id="acting">{t("carer.acting", { person: props.person.firstName })}</strong>
    </span>
    <button type="button" class="acting-back" onClick={() => void actFor(undefined)}>
      {t("carer.back")}
    </button>
  </section>
);
