const PATHS = {
  alert:
    "M12 8v5m0 3.5v.1M10.3 4 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0Z",
  back: "M15 5l-7 7 7 7",
  bell: "M6 9a6 6 0 1 1 12 0c0 6 2 7 2 7H4s2-1 2-7m4 11a2.2 2.2 0 0 0 4 0",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6l1-7Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  chevron: "m7 10 5 5 5-5",
  clock: "M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  device: "M4 5h16v11H4zM9 20h6m-3-4v4",
  download: "M12 4v11m-5-4 5 5 5-5M5 20h14",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  folder: "M3 6h6l2 2h10v11H3z",
  group: "M4 4h7v7H4zm9 0h7v7h-7zm-9 9h7v7H4zm9 0h7v7h-7z",
  health: "M3 12h4l3-7 4 14 3-7h4",
  key: "M15 9a4 4 0 1 1-4-4 4 4 0 0 1 4 4Zm-1.200 2.800L21 19v2h-3v-2h-2v-2h-2l-2.500-3",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  menu: "M4 7h16M4 12h16M4 17h16",
  message: "M4 5h16v11H10l-5 4v-4H4z",
  move: "M4 12h15m-5-5 5 5-5 5",
  people:
    "M8.500 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm-6.500 9c0-4 3-6 6.500-6s6.500 2 6.500 6m1-16a3.500 3.500 0 0 1 0 7m2 3c2.500.800 4 3 4 6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4.500 3.500-7 8-7s8 2.500 8 7",
  plus: "M12 5v14M5 12h14",
  power: "M12 3v9m5.500-6.500a8 8 0 1 1-11 0",
  search: "M16 16l5 5m-3-10.500a7.500 7.500 0 1 1-15 0 7.500 7.500 0 0 1 15 0Z",
  server: "M4 4h16v7H4zm0 9h16v7H4zM8 7.500v.1M8 16.500v.1",
  settings:
    "M4 7h9m5 0h2M4 17h3m5 0h8M15.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Zm-6 10a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z",
  star: "m12 4 2.500 5.200 5.500.800-4 4 1 5.800-5-2.800-5 2.800 1-5.800-4-4 5.500-.800Z",
  terminal: "m5 7 5 5-5 5m7 0h7",
  trash: "M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13",
  upload: "M12 20V9m-5 4 5-5 5 5M5 4h14",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A picture beside a text that says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
