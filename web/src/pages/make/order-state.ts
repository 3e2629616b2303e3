// What is being ordered: the form's state, remembered in this tab, and the brief that it makes.
import { computed, effect, signal } from "@preact/signals";
import type { Point } from "../../circle";
import { mood } from "../../mood";
import type { Brief, Upload } from "../../types";

/** modules/composing/styles/catalogue.py knows the same names; held together by a test. */
export const STYLES = ["piano", "pop", "lofi", "orchestral", "chiptune"] as const;
export const LENGTHS = [10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 420, 600] as const;
export const MOST_SONGS = 50;
export type Style = (typeof STYLES)[number];
export type Like = "nobody" | "my_tracks" | "playlist" | "files";

export interface Wish {
  /** null: the mood of the moment. */
  mood: Point | null;
  style: Style;
  seconds: number;
  count: number;
  like: Like;
  playlist: string;
  closeness: number;
  to: string;
  key: string;
  bpm: string;
  metre: string;
  seed: string;
  loop: boolean;
}

export const USUAL: Wish = {
  mood: null,
  style: "piano",
  seconds: 30,
  count: 1,
  like: "nobody",
  playlist: "",
  closeness: 60,
  to: "",
  key: "auto",
  bpm: "",
  metre: "auto",
  seed: "",
  loop: false,
};
const KEPT_AS = "museaika.make.wish";
export const wish = signal<Wish>(remembered());
/** Files to be like; they live on the server for a day. */
export const likeFiles = signal<Upload[]>([]);
export const wishMood = computed<Point>(() => wish.value.mood ?? mood.value);

export const want = (more: Partial<Wish>): void => void (wish.value = { ...wish.value, ...more });

effect(() => {
  globalThis.sessionStorage?.setItem(KEPT_AS, JSON.stringify(wish.value));
});

/** The order; only what differs from the usual is said. */
export function briefOf(wanted: Wish, felt: Point, files: readonly Upload[]): Brief {
  const { like, playlist, count, to, key, bpm, metre, seed, loop } = wanted;
  const options: Record<string, unknown> = { style: wanted.style };
  if (count > 1) options["count"] = count;
  if (to !== "" && !loop) options["path"] = [{ at: 1, mood: to }];
  if (key !== "auto") options["key"] = key;
  if (bpm !== "") options["bpm"] = Number(bpm);
  if (metre !== "auto") options["metre"] = metre;
  if (loop) options["loop"] = true;
  if (like !== "nobody") options["closeness"] = wanted.closeness / 100;
  if (like === "my_tracks") options["like"] = "my_tracks";
  if (like === "playlist" && playlist !== "") options["like"] = { playlist };
  if (like === "files") options["like"] = files.filter(({ kind }) => kind === "midi").map(({ id }) => id);
  const brief: Brief = { engine: "composer", mood: [felt.valence, felt.arousal], seconds: wanted.seconds, options };
  return seed === "" ? brief : { ...brief, seed: Number(seed) };
}

function remembered(): Wish {
  try {
    const kept = JSON.parse(globalThis.sessionStorage?.getItem(KEPT_AS) ?? "{}") as Partial<Wish>;
    return { ...USUAL, ...kept };
  } catch {
    return USUAL;
  }
}
