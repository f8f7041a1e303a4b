import { t } from "#web/i18n/language.ts";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink } from "#web/ui/notice.tsx";

/** What must not wait for somebody to read it, and whom to call instead: before a word is written. */
export const Urgent = () => (
  <Notice tone="bad" icon="alert" title={t("urgent.title")}>
    <ul class="urgent-ways">
      <li>
        <span>{t("urgent.emergency")}</span>
        <Call href="tel:911" words={t("urgent.911")} />
      </li>
      <li>
        <span>{t("urgent.crisis")}</span>
        <Call href="tel:988" words={t("urgent.988")} />
        <a class="link" href="sms:988">
          <Icon name="chat" />
          {t("urgent.text")}
        </a>
      </li>
      <li>
        <span>{t("urgent.hours")}</span>
        <PhoneLink />
      </li>
    </ul>
  </Notice>
);

const Call = (props: { href: string; words: string }) => (
  <a class="link" href={props.href}>
    <Icon name="phone" />
    {props.words}
  </a>
);

/** The same for who has read it before. */
export const UrgentInShort = () => (
  <div class="small">
    <p>{t("urgent.short")}</p>
    <PhoneLink />
  </div>
);
