// Which page is shown: plain addresses, each page its own chunk.
import { computed, signal } from "@preact/signals";
import type { ComponentType } from "preact";

export interface PageProps {
  /** What follows the page's own name in the address: ["abc"] at /make/abc. */
  rest: string[];
}
type Loaded = { default: ComponentType<PageProps> };
export type PageName = keyof typeof PAGES;

/** blueprints/page.py knows the same names. */
export const PAGES = {
  feel: (): Promise<Loaded> => import("./pages/feel"),
  hear: (): Promise<Loaded> => import("./pages/hear"),
  make: (): Promise<Loaded> => import("./pages/make"),
  listen: (): Promise<Loaded> => import("./pages/listen"),
  studio: (): Promise<Loaded> => import("./pages/studio"),
  history: (): Promise<Loaded> => import("./pages/history"),
} as const;

const path = signal("/");
export const place = computed(() => placeOf(path.value));

export function placeOf(pathname: string): { page: PageName | null; rest: string[] } {
  const [first = "", ...rest] = pathname.split("/").filter(Boolean).map(decoded);
  if (first === "") return { page: "feel", rest };
  return { page: first in PAGES ? (first as PageName) : null, rest };
}

export const addressOf = (page: PageName, ...rest: string[]): string =>
  page === "feel" && rest.length === 0 ? "/" : `/${[page, ...rest.map(encodeURIComponent)].join("/")}`;

export function navigate(to: string): void {
  if (to !== location.pathname + location.search) history.pushState(null, "", to);
  path.value = location.pathname;
  scrollTo(0, 0);
}

export function beginRouting(): void {
  path.value = location.pathname;
  addEventListener("popstate", () => (path.value = location.pathname));
  document.addEventListener("click", followLink);
}

/** A plain click on a link to one of our pages stays in the page. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (placeOf(link.pathname).page === null || link.pathname !== location.pathname && link.hash) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
