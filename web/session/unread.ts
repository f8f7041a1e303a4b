import { createSignal } from "solid-js";

/** Messages of the practice that this patient has not opened, as far as this page knows. */
export const [unread, setUnread] = createSignal(0);
