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
    <path d="M9.5 13.5 12 9h8l2.5 4.5z" fill="var(--mark-fg)" />
    <path d="M11 14.500h10l-1.600 8.5h-6.800z" fill="var(--mark-lamp)" />
    <path d="M16 6v3M12.5 25h7" stroke="var(--mark-fg)" stroke-width="2" stroke-linecap="round" />
  </svg>
);
