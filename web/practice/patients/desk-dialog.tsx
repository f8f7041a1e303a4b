import { Match, Show, Switch } from "solid-js";
import type { PatientCard } from "#domain/desk.ts";
import type { ScheduledVisit } from "#domain/practice.ts";
import { Dialog } from "#web/ui/dialog.tsx";
import { BookForm, CancelForm, MoveForm } from "#web/ui/staff/visit-dialogs.tsx";

/** What the desk does for the patient right now. */
export type DeskTask =
  | { readonly what: "book"; readonly visit?: undefined }
  | { readonly what: "move" | "cancel"; readonly visit: ScheduledVisit };

const TITLE: Record<DeskTask["what"], string> = {
  book: "Book a visit",
  move: "Move a visit",
  cancel: "Cancel a visit",
};

export const DeskDialog = (props: {
  task: DeskTask | undefined;
  patient: PatientCard;
  onClose: () => void;
  onDone: (said: string) => void;
}) => (
  <Dialog
    open={props.task !== undefined}
    title={props.task ? `${TITLE[props.task.what]}: ${props.patient.name}` : ""}
    wide={props.task?.what !== "cancel"}
    onClose={props.onClose}
  >
    <Show when={props.task} keyed>
      {(task) => (
        <Switch>
          <Match when={task.what === "book"}>
            <BookForm
              patient={props.patient}
              onClose={props.onClose}
              onDone={() => props.onDone(`Booked for ${props.patient.name}.`)}
            />
          </Match>
          <Match when={task.what === "move" && task.visit}>
            {(visit) => (
              <MoveForm
                patient={props.patient}
                visit={visit()}
                onClose={props.onClose}
                onDone={() => props.onDone(`Moved. ${props.patient.name} is told.`)}
              />
            )}
          </Match>
          <Match when={task.what === "cancel" && task.visit}>
            {(visit) => (
              <CancelForm
                patient={props.patient}
                visit={visit()}
                onClose={props.onClose}
                onDone={() => props.onDone(`Cancelled. ${props.patient.name} is told.`)}
              />
            )}
          </Match>
        </Switch>
      )}
    </Show>
  </Dialog>
);
