import type { VisitType } from "#domain/appointments.ts";
import { named, t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";

/** What the visit is for, and the way back to another. */
export const ChosenType = (props: { type: VisitType }) => (
  <div class="chosen-type">
    <span>
      <strong>{named(props.type)}</strong>
      <span class="soft small row">
        <Icon name="clock" size={16} />
        {t("book.minutes", { count: props.type.durationMinutes })}
      </span>
    </span>
    <a class="link" href="/visits/book">
      {t("book.change")}
    </a>
  </div>
);
