import { Nothing } from "#web/ui/staff/trouble.tsx";
import { createTitle } from "#web/ui/title.ts";

export function NotFound() {
  createTitle(() => "Not found");
  return (
    <>
      <h1 class="sr">Not found</h1>
      <Nothing icon="search" title="There is no such page">
        Choose a place on the left, or find a patient or a command with Ctrl K.
      </Nothing>
    </>
  );
}
