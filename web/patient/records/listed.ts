import { Item } from "./item.tsx";
import { Section } from "./section.tsx";

/** The records of a section and one of them, fetched together. */
export const listed = { Item, Section };
