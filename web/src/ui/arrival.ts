// useArrival: a page within a page: readers of screens are led to its beginning, and the window is named after it.
import { useEffect, useRef } from "preact/hooks";
import { words } from "../i18n";

/** `place` says where one is; `title` what it is called, once that is known. */
export function useArrival(place: string, title?: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) document.getElementById("content")?.focus({ preventScroll: true });
    first.current = false;
  }, [place]);
  useEffect(() => {
    const before = document.title;
    if (title !== undefined) document.title = `${title} \u00b7 ${words.value.shell.name}`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
