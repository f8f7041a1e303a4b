/** The house mark: a porch lamp that is on. */
export const Mark = (props: { size?: number }) => (
  <svg
    class="mark"
    aria-hidden="true"
    width={props.size ?? 32}
    height={props.size ?? 32}
    viewBox="0 0 32 32"
  >
    <rect width="32" height="32" rx="9" fill="var(--mark-bg)" />
    <path d="M8 14.5 16 8.5l8 6z" fill="var(--mark-fg)" />
    <path d="M11 15.5h10v8.5H11z" fill="var(--mark-lamp)" />
    <path
      d="M16 15.5V24M16 5.5v3M9.5 25.5h13"
      stroke="var(--mark-fg)"
      stroke-width="1.75"
      stroke-linecap="round"
    />
  </svg>
);
