// Own drawings on a 24 px grid, 1.75 px strokes.
const paths = {
  home: "M4 11.2 12 4l8 7.2V19a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 19zM9.5 20.5V14h5v6.5",
  calendar:
    "M5.5 5.5h13A1.5 1.5 0 0 1 20 7v11.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5V7a1.5 1.5 0 0 1 1.5-1.5zM4 10h16M8 3v4.5M16 3v4.5",
  heart: "M12 20 4.6 12.4a4.6 4.6 0 0 1 6.5-6.5l.9.9.9-.9a4.6 4.6 0 0 1 6.5 6.5z",
  plus: "M12 5v14M5 12h14",
  check: "m5 12.5 4.7 4.5L19 7.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-3.7 3.5-5.7 7.5-5.7s6.9 2 7.5 5.7",
  people:
    "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.5-3.3 2.9-5 6.5-5s6 1.7 6.5 5M16 11.5a2.8 2.8 0 1 0-.6-5.5M17.5 14.6c2.2.4 3.6 1.9 4 4.4",
  pen: "m5 19 .9-3.9L15.8 5.2a1.7 1.7 0 0 1 2.4 0l.6.6a1.7 1.7 0 0 1 0 2.4L8.9 18.1zM14 7l3 3",
  alert: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1",
  pin: "M12 21c4.3-4.5 6.5-8 6.5-10.8a6.5 6.5 0 0 0-13 0C5.5 13 7.7 16.5 12 21zM12 7.8a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
  phone:
    "M6.5 4h3l1.5 4-2 1.5c1 2.3 2.6 4 5 5l1.5-2 4 1.5v3c0 1.1-.9 2-2 2C10.5 19 5 13.5 4.5 6c0-1.1.9-2 2-2z",
  left: "m14.5 5.5-6.5 6.5 6.5 6.5",
  right: "m9.5 5.5 6.5 6.5-6.5 6.5",
  route: "M20.5 3.5 3.5 11l7 2.5 2.5 7z",
  globe:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17z",
  out: "M14 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h8M10 12h10M16.5 8.5 20 12l-3.5 3.5",
  video:
    "M4.5 6.5h9A1.5 1.5 0 0 1 15 8v8a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 16V8a1.5 1.5 0 0 1 1.5-1.5zM15 11l6-3.5v9L15 13z",
  cross: "m6 6 12 12M18 6 6 18",
  moved: "M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5",
  inbox: "M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h4.5l1.2 2.5h4.6l1.2-2.5H20",
  plug: "M9 3.5V8M15 3.5V8M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v3.5",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM16 16l4 4",
  chat: "M4 5h16v11h-9l-4.5 4v-4H4z",
  copy: "M9 9h10v10.5H9zM15 9V4.5H5V15h4",
} as const;

export type IconName = keyof typeof paths;

export const Icon = (props: { name: IconName; size?: number }) => (
  <svg
    aria-hidden="true"
    width={props.size ?? 20}
    height={props.size ?? 20}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d={paths[props.name]} />
  </svg>
);
