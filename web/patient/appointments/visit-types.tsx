import { For, Show } from "solid-js";
import type { VisitType } from "#domain/appointments.ts";
import { createLoad } from "#web/api/load.ts";
import { language, named, t } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";

/** First step of booking: what the visit is for. */
export function VisitTypes() {
  const catalogue = createLoad<Catalogue>(readCatalogue, knownCatalogue);
  const types = (online: boolean) =>
    (catalogue.data()?.items ?? []).filter((type) => (type.mode !== "view") === online);
  createTitle(() => t("book.title"));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/">{t("nav.home")}</BackLink>
        <h1>{t("book.what")}</h1>
      </div>
      <Show when={catalogue.data()} fallback={<Skeleton />}>
        <ul class="types">
          <For each={types(true)} fallback={<li>{t("book.noTypes")}</li>}>
            {(type) => (
              <li>
                <TypeCard type={type} />
              </li>
            )}
          </For>
        </ul>
        <ByPhone types={types(false)} />
      </Show>
      <Show when={!catalogue.data() && catalogue.problem()}>
        {(problem) => <Trouble problem={problem()} retry={() => void catalogue.reload()} />}
      </Show>
    </div>
  );
}

const description = (type: VisitType): string | undefined =>
  language() === "es" ? (type.descriptionEs ?? type.description) : type.description;

const TypeText = (props: { type: VisitType }) => (
  <>
    <strong class="type-name">{named(props.type)}</strong>
    <Show when={description(props.type)}>{(line) => <span class="soft">{line()}</span>}</Show>
    <span class="row small type-facts">
      <span class="row">
        <Icon name="clock" size={16} />
        {t("book.minutes", { count: props.type.durationMinutes })}
      </span>
      <Show when={props.type.mode === "request"}>
        <span class="row note">
          <Icon name="inbox" size={16} />
          {t("book.request")}
        </span>
      </Show>
      <Show when={props.type.video}>
        <span class="row">
          <Icon name="video" size={16} />
          {t("visits.video")}
        </span>
      </Show>
    </span>
  </>
);

/** A time to pick, or a wish to send: the type's mode says which. */
const nextStep = ({ id, mode }: VisitType): string =>
  `/visits/book/${mode === "request" ? "request" : "times"}?type=${id}`;

const TypeCard = (props: { type: VisitType }) => (
  <a class="card type" href={nextStep(props.type)}>
    <span class="type-text">
      <TypeText type={props.type} />
    </span>
    <Icon name="right" />
  </a>
);

/** Visits the practice plans itself: said so, with the phone, never a dead end. */
const ByPhone = (props: { types: readonly VisitType[] }) => (
  <Show when={props.types.length > 0}>
    <section class="stack" aria-labelledby="by-phone">
      <h2 id="by-phone">{t("book.byPhone")}</h2>
      <p class="soft">{t("book.byPhoneHelp", { phone: practice()?.phone ?? "" })}</p>
      <ul class="types">
        <For each={props.types}>
          {(type) => (
            <li class="type type-closed">
              <span class="type-text">
                <TypeText type={type} />
              </span>
            </li>
          )}
        </For>
      </ul>
      <PhoneLink class="btn quiet" />
    </section>
  </Show>
);
