import type { JSX } from "solid-js";
import { Icon } from "./icon.tsx";

export const BackLink = (props: { href: string; children: JSX.Element }) => (
  <a class="link back" href={props.href}>
    <Icon name="left" size={16} />
    {props.children}
  </a>
);
