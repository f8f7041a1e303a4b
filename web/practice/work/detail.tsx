import { For, type JSX, Match, Show, Switch } from "solid-js";
import type { WorkItem, WorkKind } from "#domain/work.ts";
import { say } from "#web/i18n/language.ts";
import { session } from "#web/session/session.ts";
import type { IconName } from "#web/ui/icon.tsx";
import { Notice } from "#web/ui/notice.tsx";
import { CopyButton } from "#web/ui/staff/copy-button.tsx";
import { type Deed, Deeds } from "#web/ui/staff/deeds.tsx";
import { type Fact, StaffFacts } from "#web/ui/staff/facts.tsx";
import { Phone } from "#web/ui/staff/phone.tsx";
import { Who } from "#web/ui/staff/who.tsx";
import { entrySteps, REASON, TOLD, whoAsked, windowWords, zoneOf } from "./words.ts";

/** The item in hand: who, why, what it takes, and the buttons. */
export const ItemDetail = (props: { item: WorkItem; deeds: readonly Deed[] }) => (
  <div class="stack wide">
    <Who patient={props.item.patient}>
      <Show
        when={props.item.patient.phone}
        fallback={<p class="soft small">No phone number known here</p>}
      >
        {(phone) => <Phone number={phone()} />}
      </Show>
    </Who>
    <Deeds all={props.deeds} />
    <Show
      when={props.item.entered}
      fallback={
        <Notice tone="info" icon={ICON[props.item.kind]} title={REASON[props.item.reason][0]}>
          <p class="small">{REASON[props.item.reason][1]}</p>
        </Notice>
      }
    >
      {(entered) => <Entered entered={entered()} zone={zoneOf(props.item)} />}
    </Show>
    <Switch>
      <Match when={props.item.kind === "request"}>
        <Wished item={props.item} />
      </Match>
      <Match when={props.item.kind === "write-back"}>
        <ToType item={props.item} />
      </Match>
    </Switch>
    <StaffFacts facts={facts(props.item)} />
  </div>
);

const ICON: Record<WorkKind, IconName> = { request: "inbox", "write-back": "pen", phone: "phone" };

const Entered = (props: { entered: { by: string; at: string }; zone: string }) => {
  const by = () => (props.entered.by === session()?.staff?.name ? "you" : props.entered.by);
  return (
    <Notice
      tone="wait"
      icon="clock"
      title={`Entered by ${by()} at ${say.time(props.entered.at, props.zone)}`}
    >
      <p class="small">
        Waiting for a read of the chart to find it. If none does within 24 hours of entry, it comes
        back.
      </p>
    </Notice>
  );
};

const Wished = (props: { item: WorkItem }) => (
  <>
    <Times title="Asked for">
      <For each={props.item.preferred}>
        {(window) => <li>{windowWords(window, zoneOf(props.item))}</li>}
      </For>
    </Times>
    <Show when={props.item.offered?.length}>
      <Times title="Offered, not answered yet">
        <For each={props.item.offered}>
          {(slot) => (
            <li>
              {say.dateTime(slot.start, zoneOf(props.item))}
              <span class="soft">
                {" "}
                · {slot.practitioner.name} · {slot.location.name}
              </span>
            </li>
          )}
        </For>
      </Times>
    </Show>
  </>
);

const Times = (props: { title: string; children: JSX.Element }) => (
  <section>
    <h3>{props.title}</h3>
    <ul class="times-list num">{props.children}</ul>
  </section>
);

/** Exactly what to type, each line ready to copy, and the steps around it. */
const ToType = (props: { item: WorkItem }) => (
  <section class="stack">
    <div class="row apart">
      <h3>{props.item.entered ? "What was entered" : "Enter into the chart"}</h3>
      <CopyButton label="Copy all" text={asText(props.item)}>
        Copy all
      </CopyButton>
    </div>
    <Show when={!props.item.entered}>
      <ol class="entry-steps small">
        <For each={entrySteps(props.item)}>{(each) => <li>{each}</li>}</For>
      </ol>
    </Show>
    <dl class="entry">
      <For each={props.item.enter}>
        {(row) => (
          <div>
            <dt>{row.label}</dt>
            <dd>
              <span>{row.value}</span>
              <CopyButton label={`Copy ${row.label}`} text={row.value} />
            </dd>
          </div>
        )}
      </For>
    </dl>
  </section>
);

export const asText = (item: Pick<WorkItem, "enter">): string =>
  (item.enter ?? []).map(({ label, value }) => `${label}: ${value}`).join("\n");

function facts(item: WorkItem): (Fact | undefined)[] {
  const { visit } = item;
  const zone = zoneOf(item);
  const timed: readonly Fact[] =
    visit && item.kind !== "request"
      ? [
          ["Time", say.dateTime(visit.start, zone)],
          ["Moved to", visit.change?.start ? say.dateTime(visit.change.start, zone) : ""],
        ]
      : [];
  return [
    ["Asked by", whoAsked(item)],
    ["Visit", visit?.visitType.name],
    ...timed,
    ["Clinician", visit?.practitioner.name],
    ["Place", visit?.location.name],
    ["Reason", visit?.reason],
    ["Patient reads", visit && TOLD[(visit.change ?? visit).writeBack.state]],
    ["With", item.assignee?.name ?? "Nobody"],
    ["Since", `${say.dateTime(item.since, zone)} (${say.ago(item.since)})`],
  ];
}
