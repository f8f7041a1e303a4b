import { createSignal, Index, Match, Show, Switch } from "solid-js";
import type { VisitType } from "#domain/appointments.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { createLoad } from "#web/api/load.ts";
import { t } from "#web/i18n/language.ts";
import { patientId } from "#web/session/acting.ts";
import { practice } from "#web/session/session.ts";
import { createPress } from "#web/ui/asked/press.ts";
import { Refusal } from "#web/ui/asked/refusal.tsx";
import { BackLink } from "#web/ui/back-link.tsx";
import { Skeleton, ZoneNote } from "#web/ui/freshness.tsx";
import { Icon } from "#web/ui/icon.tsx";
import { Notice, PhoneLink, Trouble } from "#web/ui/notice.tsx";
import { navigate, query } from "#web/ui/router.tsx";
import { createTitle } from "#web/ui/title.ts";
import { type Catalogue, knownCatalogue, readCatalogue } from "./catalogue.ts";
import { Choice } from "./choice.tsx";
import { ChosenType } from "./chosen-type.tsx";
import { ReasonField } from "./reason-field.tsx";
import { WishFields } from "./wish-fields.tsx";
import { daysToAskFor, faultsOf, MOST_WISHES, type Wish, windowOf } from "./wishes.ts";

/** Ask for a visit the practice plans: what would suit, on one page. */
export function Ask() {
  const catalogue = createLoad<Catalogue>(readCatalogue, knownCatalogue);
  const type = () => catalogue.data()?.items.find(({ id }) => id === query("type"));
  createTitle(() => t("ask.title"));
  return (
    <div class="stack wide">
      <div>
        <BackLink href="/visits/book">{t("book.title")}</BackLink>
        <h1>{t("ask.title")}</h1>
      </div>
      <Show when={!catalogue.data() && catalogue.problem()}>
        {(problem) => <Trouble problem={problem()} retry={() => void catalogue.reload()} />}
      </Show>
      <Show when={catalogue.data()} fallback={<Skeleton />}>
        {(found) => (
          <Switch fallback={<NotByPortal />}>
            <Match when={type()?.mode === "book" && type()}>
              {(each) => <BookInstead type={each()} />}
            </Match>
            <Match when={type()?.mode === "request" && type()}>
              {(each) => <AskForm type={each()} catalogue={found()} />}
            </Match>
          </Switch>
        )}
      </Show>
    </div>
  );
}

/** A link from before the practice changed its mind. */
const BookInstead = (props: { type: VisitType }) => (
  <>
    <Notice tone="info" icon="calendar">
      <p>{t("ask.bookOnline")}</p>
    </Notice>
    <p>
      <a class="btn" href={`/visits/book/times?type=${props.type.id}`}>
        {t("ask.pickTime")}
      </a>
    </p>
  </>
);

const NotByPortal = () => (
  <Notice tone="info" icon="phone" title={t("ask.notOnline")}>
    <PhoneLink />
  </Notice>
);

interface Asking {
  readonly wishes: readonly Wish[];
  readonly practitionerId: string;
  readonly locationId: string;
  readonly reason: string;
}
const NOTHING: Wish = { day: "", part: "any" };
const NOTHING_ASKED: Asking = { wishes: [NOTHING], practitionerId: "", locationId: "", reason: "" };

/** The form's state: what is asked, what is wrong with it, and the one request it becomes. */
function createAsking(typeId: () => string, timeZone: string) {
  const days = daysToAskFor(now(), timeZone);
  const { press, before, ...sending } = createPress(
    ({ wishes, practitionerId, locationId, reason }: Asking, key) =>
      call(
        "POST /appointments",
        {
          visitTypeId: typeId(),
          preferred: wishes.map((wish) => windowOf(wish, timeZone)),
          ...(practitionerId ? { practitionerId } : {}),
          ...(locationId ? { locationId } : {}),
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        },
        { key },
      ),
    `${patientId()} ${typeId()}`,
  );
  const [asking, setAsking] = createSignal(before ?? NOTHING_ASKED);
  const [checked, setChecked] = createSignal(false);
  const faults = () => faultsOf(asking().wishes, days);
  const change = (part: Partial<Asking>) => setAsking((before) => ({ ...before, ...part }));
  return {
    ...sending,
    ...{ days, asking, change },
    fault: (index: number) => (checked() ? faults()[index] : undefined),
    setWish: (index: number, wish: Wish) =>
      change({ wishes: asking().wishes.map((each, at) => (at === index ? wish : each)) }),
    add: () => change({ wishes: [...asking().wishes, NOTHING] }),
    remove: (index: number) => change({ wishes: asking().wishes.filter((_, at) => at !== index) }),
    /** Undefined where something is still wrong, or it was not taken. */
    submit: () => {
      setChecked(true);
      return faults().some(Boolean) ? Promise.resolve(undefined) : press(asking());
    },
  };
}
type AskingForm = ReturnType<typeof createAsking>;

function AskForm(props: { type: VisitType; catalogue: Catalogue }) {
  const timeZone = practice()?.timeZone ?? props.catalogue.timeZone;
  const form = createAsking(() => props.type.id, timeZone);
  let element: HTMLFormElement | undefined;
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const visit = await form.submit();
    if (visit) void navigate(`/visits/${visit.id}?new`, { replace: true });
    else element?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
  return (
    <form ref={element} class="stack wide confirm" noValidate onSubmit={(e) => void submit(e)}>
      <ChosenType type={props.type} />
      <Notice tone="info" icon="inbox">
        <p>{t("ask.lead")}</p>
      </Notice>
      <fieldset class="stack plain" disabled={form.fixed()}>
        <legend class="sr">{t("ask.title")}</legend>
        <Wishes form={form} timeZone={timeZone} />
      </fieldset>
      <ZoneNote at={now()} timeZone={timeZone} />
      <More form={form} catalogue={props.catalogue} />
      <Refusal problem={form.problem()} unsure={t("ask.unsure")} />
      <button type="submit" class="btn full" aria-disabled={form.busy()}>
        {form.busy() ? t("ask.sending") : t("ask.send")}
      </button>
      <p class="row centered">
        <span class="soft">{t("ask.soon")}</span>
        <PhoneLink />
      </p>
    </form>
  );
}

function Wishes(props: { form: AskingForm; timeZone: string }) {
  const [told, setTold] = createSignal("");
  const wishes = () => props.form.asking().wishes;
  let list: HTMLDivElement | undefined;
  /** The focus goes to the day that is new, or to the one before the gap: never to nowhere. */
  const focusOn = (index: number) =>
    list?.querySelectorAll<HTMLElement>("input[type=date]").item(index).focus();
  const add = () => {
    setTold("");
    props.form.add();
    focusOn(wishes().length - 1);
  };
  const remove = (index: number) => {
    props.form.remove(index);
    setTold(t("ask.removed"));
    focusOn(Math.max(0, index - 1));
  };
  return (
    <div ref={list} class="stack">
      <Index each={wishes()}>
        {(wish, index) => (
          <WishFields
            wish={wish()}
            index={index}
            days={props.form.days}
            timeZone={props.timeZone}
            fault={props.form.fault(index)}
            onChange={(next) => props.form.setWish(index, next)}
            onRemove={wishes().length > 1 ? () => remove(index) : undefined}
          />
        )}
      </Index>
      <p class="sr" aria-live="polite">
        {told()}
      </p>
      <Show when={wishes().length < MOST_WISHES}>
        <button type="button" class="btn quiet" onClick={add}>
          <Icon name="plus" />
          {t("ask.add")}
        </button>
      </Show>
    </div>
  );
}

/** With whom, where and why: all of it may stay open. */
const More = (props: { form: AskingForm; catalogue: Catalogue }) => (
  <section class="stack" aria-labelledby="more">
    <h2 id="more">{t("ask.optional")}</h2>
    <fieldset class="filters plain" disabled={props.form.fixed()}>
      <legend class="sr">{t("ask.optional")}</legend>
      <Choice
        label={t("book.who")}
        all={t("book.anyone")}
        options={props.catalogue.practitioners}
        value={props.form.asking().practitionerId}
        onPick={(practitionerId) => props.form.change({ practitionerId })}
      />
      <Choice
        label={t("book.where")}
        all={t("book.anywhere")}
        options={props.catalogue.locations}
        value={props.form.asking().locationId}
        onPick={(locationId) => props.form.change({ locationId })}
      />
    </fieldset>
    <ReasonField
      label={t("confirm.reason")}
      hint={t("confirm.reasonHint")}
      value={props.form.asking().reason}
      onInput={(reason) => props.form.change({ reason })}
      fixed={props.form.fixed()}
    />
  </section>
);
