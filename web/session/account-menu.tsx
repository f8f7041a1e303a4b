import { createSignal, Show } from "solid-js";
import { t } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { session, signOut } from "./session.ts";

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const [failed, setFailed] = createSignal(false);
  const leave = async () => setFailed(!(await signOut()));
  const name = () => session()?.patient?.name ?? session()?.staff?.name ?? "";
  return (
    <Show when={session()}>
      {(found) => (
        <>
          <button
            type="button"
            class="account-menu-button"
            aria-label={t("app.account")}
            popovertarget="account"
          >
            <Avatar name={name()} />
          </button>
          <div id="account" popover="auto" class="account-menu">
            <strong>{name()}</strong>
            <span class="soft small">{found().account.email}</span>
            <button type="button" class="btn line small" onClick={() => void leave()}>
              <Icon name="out" />
              {t("out.signOut")}
            </button>
            <p role="alert" class="bad small">
              {failed() ? t("out.failed") : ""}
            </p>
          </div>
        </>
      )}
    </Show>
  );
}
