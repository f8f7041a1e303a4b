import { param } from "#web/ui/router.tsx";
import { Conversation } from "./conversation.tsx";
import { Messages } from "./messages.tsx";
import { NewMessage } from "./new-message.tsx";

/** A patient's letters with the clinic, fetched together. */
export const own = {
  Messages,
  Message: () => (param("id") === "new" ? NewMessage() : Conversation()),
};
