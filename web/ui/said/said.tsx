import { createMemo, For, Show } from "solid-js";
import type { Message } from "#domain/messaging.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { Chip, type Tone } from "#web/ui/chip.tsx";
import type { IconName } from "#web/ui/icon.tsx";

/** A message's state: a sign and words. */
export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}

interface SaidProps {
  readonly said: readonly Message[];
  /** Who reads: their own messages stand on their own side. */
  readonly own: Message["by"];
  readonly name: (message: Message) => string;
  /** What there is to say about a message; one may be said, or more, or nothing. */
  readonly looks: (message: Message) => readonly Look[];
}

/** A conversation, oldest message first. Messages go by their number, so that a re-read moves nothing. */
export function Said(props: SaidProps) {
  const numbers = createMemo(() => props.said.map(({ number }) => number));
  return (
    <ol class="said">
      <For each={numbers()}>
        {(number) => (
          <Show when={props.said.find((one) => one.number === number)}>
            {(message) => <One message={message()} of={props} />}
          </Show>
        )}
      </For>
    </ol>
  );
}

const One = (props: { message: Message; of: SaidProps }) => (
  <li class="said-one" data-own={props.message.by === props.of.own}>
    <p class="said-who">
      <strong>{props.of.name(props.message)}</strong>{" "}
      <time class="soft small" datetime={props.message.at}>
        {say.dateTime(props.message.at, practice()?.timeZone ?? "UTC")}
      </time>
    </p>
    <p class="said-words">{props.message.words}</p>
    <For each={props.of.looks(props.message)}>
      {(look) => (
        <Chip tone={look.tone} icon={look.icon}>
          {look.words}
        </Chip>
      )}
    </For>
  </li>
);
