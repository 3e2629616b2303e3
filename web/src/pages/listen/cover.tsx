// Cover: the picture of a playlist, fetched when it comes into sight and remembered while the page is open.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

const REMEMBERED = 80;
const known = new Map<string, Promise<string>>();

/** `version`: what the picture depends on; another one is another picture. */
export function Cover({ address, version, alt }: { address: string; version: string; alt: string }) {
  const picture = useRef<HTMLImageElement>(null);
  const source = useSignal<string | null>(null);
  useEffect(() => {
    let here = true;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      fetched(address, version).then((found) => here && (source.value = found), () => undefined);
    });
    if (picture.current) seen.observe(picture.current);
    return () => {
      here = false;
      seen.disconnect();
    };
  }, [address, version]);
  return <img ref={picture} class={`cover ${source.value === null ? "unseen" : ""}`} src={source.value ?? BLANK} alt={alt} width="180" height="180" />;
}

const BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** The moods of a list are all that its cover shows. */
export const versionOf = (list: { mood: { valence: number; arousal: number } | null; to?: { valence: number; arousal: number } | null }): string =>
  [list.mood?.valence, list.mood?.arousal, list.to?.valence, list.to?.arousal].join();

function fetched(address: string, version: string): Promise<string> {
  const key = `${address} ${version}`;
  const found = known.get(key) ?? fetch(address).then(async (response) => {
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return URL.createObjectURL(await response.blob());
  });
  known.set(key, found);
  found.catch(() => known.delete(key));
  for (const [oldest, url] of [...known].slice(0, -REMEMBERED)) {
    known.delete(oldest);
    void url.then(URL.revokeObjectURL, () => undefined);
  }
  return found;
}
