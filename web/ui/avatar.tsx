/** First and last initial, titles left out: "Dr. Maya Okafor" is MO. */
export function initials(name: string): string {
  const parts = name.replace(/^(dr|dra|mr|mrs|ms)\.?\s+/i, "").split(/\s+/);
  const first = parts[0]?.[0] ?? "";
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

const TONES = 4;
const tone = (name: string): number =>
  [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TONES;

/** Initials on one of four quiet tones, always the same for the same person. The name stands beside it. */
export const Avatar = (props: { name: string; large?: boolean }) => (
  <span
    class="avatar"
    classList={{ "avatar-large": props.large === true }}
    data-tone={tone(props.name)}
    aria-hidden="true"
  >
    {initials(props.name)}
  </span>
);
