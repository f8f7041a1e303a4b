import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import type { ScheduledVisit } from "#domain/practice.ts";
import { localDay } from "#domain/time.ts";
import { call } from "#web/api/call.ts";
import { now } from "#web/api/clock.ts";
import { say } from "#web/i18n/language.ts";
import { practice } from "#web/session/session.ts";
import { createCatalogue, type DeskCatalogue } from "./catalogue.ts";
import { Choice } from "./choice.tsx";
import { DialogFoot } from "./dialog-foot.tsx";
import { OverridePanel } from "./override-panel.tsx";
import { createOverriding, type Order } from "./overriding.ts";
import { type ForWhom, TimeForm } from "./time-form.tsx";
import { NotYet } from "./trouble.tsx";

const zone = () => practice()?.timeZone ?? "UTC";

/** Book a visit for a patient: what, with whom and where, a day, a time. */
export function BookForm(props: ForWhom & { day?: string | undefined }) {
  return (
    <WithCatalogue>{(catalogue) => <BookWith {...props} catalogue={catalogue} />}</WithCatalogue>
  );
}

function WithCatalogue(props: { children: (catalogue: DeskCatalogue) => JSX.Element }) {
  const load = createCatalogue();
  return (
    <Show when={load.data()} fallback={<NotYet load={load} rows={6} />}>
      {(catalogue) => props.children(catalogue())}
    </Show>
  );
}

function BookWith(props: ForWhom & { day?: string | undefined; catalogue: DeskCatalogue }) {
  const id = createUniqueId();
  const [type, setType] = createSignal(props.catalogue.items[0]?.id ?? "");
  const [reason, setReason] = createSignal("");
  const book = (slotId: string) => (order: Order, key: string) =>
    call(
      "POST /practice/patients/{patientId}/appointments",
      {
        patientId: props.patient.id,
        slotId,
        ...(reason().trim() ? { reason: reason().trim() } : {}),
        ...order,
      },
      { key },
    );
  return (
    <TimeForm
      {...props}
      visitTypeId={type()}
      firstDay={props.day ?? localDay(now(), zone())}
      button={`Book for ${props.patient.name}`}
      send={book}
      above={
        <Choice
          label="Visit type"
          options={props.catalogue.items}
          value={type()}
          onPick={setType}
        />
      }
    >
      <div class="field">
        <label for={id}>
          Reason <span class="soft">(optional)</span>
        </label>
        <input
          id={id}
          class="input"
          maxLength={255}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </TimeForm>
  );
}

/** Move a patient's visit: the same type, another time. */
export function MoveForm(props: ForWhom & { visit: ScheduledVisit }) {
  const move = (slotId: string) => (order: Order, key: string) =>
    call(
      "POST /practice/patients/{patientId}/appointments/{id}/reschedule",
      { patientId: props.patient.id, id: props.visit.id, slotId, ...order },
      { key },
    );
  return (
    <WithCatalogue>
      {(catalogue) => (
        <TimeForm
          {...props}
          catalogue={catalogue}
          visitTypeId={props.visit.visitType.id}
          firstDay={localDay(props.visit.start, zone())}
          button="Move the visit"
          send={move}
          above={
            <p>
              {props.visit.visitType.name}, now{" "}
              <strong>{say.dateTime(props.visit.start, props.visit.timeZone)}</strong>
            </p>
          }
        />
      )}
    </WithCatalogue>
  );
}

/** Cancel a patient's visit, with a reason if there is one. */
export function CancelForm(props: ForWhom & { visit: ScheduledVisit }) {
  const id = createUniqueId();
  const [reason, setReason] = createSignal("");
  const order = createOverriding(
    (set, key) =>
      call(
        "POST /practice/patients/{patientId}/appointments/{id}/cancel",
        {
          patientId: props.patient.id,
          id: props.visit.id,
          ...(reason().trim() ? { reason: reason().trim() } : {}),
          ...set,
        },
        { key },
      ),
    (visit) => props.onDone(visit),
  );
  return (
    <div class="stack">
      <p>
        {props.visit.visitType.name} of {props.patient.name},{" "}
        <strong>{say.dateTime(props.visit.start, props.visit.timeZone)}</strong> with{" "}
        {props.visit.practitioner.name}. The patient is told.
      </p>
      <div class="field">
        <label for={id}>
          Reason <span class="soft">(optional)</span>
        </label>
        <input
          id={id}
          class="input"
          maxLength={255}
          value={reason()}
          readOnly={order.unsure()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <OverridePanel order={order} />
      <DialogFoot
        button="Cancel the visit"
        danger
        busy={order.busy()}
        onGo={() => void order.submit()}
        stay="Keep it"
        onClose={props.onClose}
      />
    </div>
  );
}
