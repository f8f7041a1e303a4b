import { createSignal, lazy, Show } from "solid-js";
import { learn, t } from "#web/i18n/language.ts";
import { Avatar } from "#web/ui/avatar.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { caredFor } from "./acting.ts";
import { session, signOut } from "./session.ts";

// Most people care for nobody here: they never fetch it.
const CarerMenu = lazy(async () => {
  const [{ CarerMenu: found }] = await Promise.all([import("./carer-menu.tsx"), learn("carers")]);
  return { default: found };
});

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const [failed, setFailed] = createSignal(false);
  const leave = async () => setFailed(!(await signOut()));
  const name = () => session()?.patient?.name ?? session()?.staff?.name ?? "";
  const trouble = () => (failed() ? t("out.failed") : "");
  return (
    <Show when={session()}>
      {(found) => (
        <Show
          when={caredFor().length === 0}
          fallback={<CarerMenu leave={() => void leave()} failed={trouble()} />}
        >
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
              {trouble()}
            </p>
          </div>
        </Show>
      )}
    </Show>
  );
}
