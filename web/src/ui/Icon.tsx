/** The page's own icons: strokes on a 24 x 24 grid, always beside or inside something with a name. */

const PATHS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16.2 16.2 21 21",
  photo:
    "M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2.5h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5ZM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  voice: "M12 3.5a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0v-5a3 3 0 0 0-3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  words: "M4 6.5h16M4 12h16M4 17.5h9",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  filters: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  back: "M14.5 6 8.5 12l6 6",
  next: "M9.5 6l6 6-6 6",
  down: "M6 9.5l6 6 6-6",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  auto: "M12 3.5a8.5 8.5 0 1 0 0 17ZM12 3.5a8.5 8.5 0 0 1 0 17",
  picture: "M4 5.5h16v13H4ZM4 15.5l4.5-4.5 4 4 3-3 4.5 4.5M15.5 8.6a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8",
  shop: "M4.5 10v9.5h15V10M3.5 9.5 5.5 4.5h13l2 5c0 1.4-1 2.5-2.4 2.5a2.4 2.4 0 0 1-2.1-1.3A2.4 2.4 0 0 1 14 12a2.4 2.4 0 0 1-2-1.3A2.4 2.4 0 0 1 10 12a2.4 2.4 0 0 1-2-1.3A2.4 2.4 0 0 1 5.9 12 2.4 2.4 0 0 1 3.5 9.5Z",
  star: "M12 4l2.4 5 5.4.7-4 3.8 1 5.4-4.8-2.7L7.2 19l1-5.4-4-3.8 5.4-.7Z",
  outside: "M9 6H5v13h13v-4M13 5h6v6M19 5l-8.5 8.5",
  spark: "M12 4v4M12 16v4M4 12h4M16 12h4M7 7l2 2M15 15l2 2M17 7l-2 2M9 15l-2 2",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
