import { Icon } from "#web/ui/icon.tsx";
import { phoneWords } from "#web/ui/phone.ts";

/** A number to call. */
export const Phone = (props: { number: string }) => (
  <a class="link" href={`tel:${props.number.replace(/[^+\d]/g, "")}`}>
    <Icon name="phone" size={16} />
    {phoneWords(props.number)}
  </a>
);
