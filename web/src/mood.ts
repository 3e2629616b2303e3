// The mood of the moment, shared by all pages, and the colour it gives to them.
import { effect, signal } from "@preact/signals";
import { recall, remember, tab } from "./memory";
import { hue, inside, nearestLabel, type Point, strength } from "./circle";

export interface Present extends Point {
  label: string;
  /** In the history; null when it was never kept. */
  id: string | null;
  /** Who says so: pointed, face, text, device, ... */
  source: string;
}

const KEPT_AS = "museaika.mood";
const NOTHING: Present = { valence: 0, arousal: 0, label: "neutral", id: null, source: "none" };
/** While nobody feels anything, the page has a colour of its own. */
const OUR_HUE = 285;
const LEAST_COLOUR = 0.55;
export const mood = signal<Present>(NOTHING);

/** Move to a point; the id stays unless another is given. */
export function feel(point: Point, more: { id?: string | null; source?: string } = {}): void {
  const at = inside(point);
  const { id = mood.peek().id, source = mood.peek().source } = more;
  mood.value = { ...at, label: nearestLabel(at), id, source };
}

/** Take up the last mood of this tab, and colour the page by it. */
export function beginMood(): void {
  mood.value = remembered();
  effect(() => {
    const now = mood.value;
    remember(KEPT_AS, JSON.stringify(now), tab);
    const style = document.documentElement.style;
    const ours = now.label === "neutral";
    style.setProperty("--hue", (ours ? OUR_HUE : hue(now)).toFixed(1));
    style.setProperty("--strength", Math.max(strength(now), LEAST_COLOUR).toFixed(2));
  });
}

function remembered(): Present {
  try {
    const found = JSON.parse(recall(KEPT_AS, tab) ?? "null") as Partial<Present> | null;
    if (typeof found?.valence !== "number" || typeof found.arousal !== "number") return NOTHING;
    const at = inside({ valence: found.valence, arousal: found.arousal });
    return { ...at, label: nearestLabel(at), id: found.id ?? null, source: found.source ?? "none" };
  } catch {
    return NOTHING;
  }
}
