// Icon: a small drawing beside a word; it says nothing to a screen reader, the word does.
const PATHS = {
  feel: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 14.2c1 1.3 2.2 1.9 3.5 1.9s2.5-.6 3.5-1.9M9 9.6v.2M15 9.6v.2",
  hear: "M4 14v-2a8 8 0 0 1 16 0v2M4 14.5A2.5 2.5 0 0 1 6.5 12H7v7h-.5A2.5 2.5 0 0 1 4 16.5ZM20 14.5A2.5 2.5 0 0 0 17.5 12H17v7h.5a2.5 2.5 0 0 0 2.5-2.5Z",
  make: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  listen: "M4 6h11M4 11h11M4 16h7M18 18V9l3 1.5M18 18a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  studio: "M5 4v7M5 15v5M12 4v3M12 11v9M19 4v10M19 18v2M3 13h4M10 9h4M17 16h4",
  history: "M3.5 12a8.5 8.5 0 1 0 2.8-6.300L3.5 8M3.5 4v4h4M12 7.5V12l3 2",
  camera: "M4 8h3l1.5-2.5h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  photo: "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM3.5 17l5-5.5 4 4 3-3 5 4.5M15.5 9.5v.1",
  write: "M4 20l1-4.5L16 4.5a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5L8.5 19 4 20Z",
  point: "M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  error: "M12 8v5M12 16.2v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  info: "M12 11v5M12 7.8v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  play: "M8 5.5v13l10.5-6.5L8 5.5Z",
  pause: "M8 5.5v13M16 5.5v13",
  download: "M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7",
  arrow: "M5 12h13M13 6.5l5.5 5.5-5.5 5.5",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6Z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
  next: "M6 6v12l8.5-6L6 6ZM18 6v12",
  previous: "M18 6v12l-8.5-6L18 6ZM6 6v12",
  up: "M6 14.5l6-6 6 6",
  down: "M6 9.5l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  heart: "M12 20s-7.5-4.700-7.500-10.200A4.300 4.300 0 0 1 12 7.200a4.300 4.300 0 0 1 7.500 2.600C19.500 15.300 12 20 12 20Z",
  skip: "M5 12h14M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z",
  undo: "M8 5L4 9l4 4M4 9h9.500a5.500 5.500 0 0 1 0 11H9",
  share: "M12 15V4M8 7.500L12 4l4 3.500M6 11H5v9h14v-9h-1",
  grip: "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1",
  file: "M7 3h7l4 4v14H7ZM14 3v4h4",
  ask: "M9 9.300a3 3 0 1 1 4.300 2.700c-.9.450-1.300 1-1.300 2M12 17.200v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  spark: "M12 3l1.8 5.2L19 10l-5.2 1.8L12 17l-1.8-5.2L5 10l5.2-1.8L12 3ZM19 16v4M17 18h4",
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
