// What plays: one piece at a time, on whatever page; a deck of stems may take its place without a break.
import { computed, signal } from "@preact/signals";
import { Refusal } from "../refusal";
import { hushFor, sounding } from "./one-voice";

export interface Piece {
  /** The same key is the same piece: an order, and which of its songs. */
  key: string;
  title: string;
  about: string;
  /** The page that shows all of it. */
  href: string;
  sound: string;
  /** These are the first bars; the whole follows by `replaceSound`. */
  early?: boolean;
}

/** Something that sounds in place of the file, such as its stems. */
export interface Deck {
  play(from: number): Promise<void>;
  pause(): void;
  at(): number;
  seek(to: number): void;
  readonly length: number;
  close(): void;
}

const ME = "player";
export const piece = signal<Piece | null>(null);
export const sounds = signal(false);
export const at = signal(0);
export const length = signal(0);
export const silent = signal<Refusal | null>(null);
const queue = signal<readonly Piece[]>([]);
const place = computed(() => queue.value.findIndex((one) => one.key === piece.value?.key));
export const hasNext = computed(() => place.value >= 0 && place.value < queue.value.length - 1);
export const hasPrevious = computed(() => place.value > 0);

let element: HTMLAudioElement | null = null;
let deck: { key: string; deck: Deck } | null = null;
let beating = 0;

/** The file's own way to sound; in the document, so that the browser's media keys find it. */
function player(): HTMLAudioElement {
  if (element !== null) return element;
  const made = document.createElement("audio");
  made.preload = "auto";
  made.hidden = true;
  made.addEventListener("playing", () => tell(true));
  made.addEventListener("pause", () => deck === null && tell(false));
  made.addEventListener("durationchange", () => deck === null && Number.isFinite(made.duration) && (length.value = made.duration));
  made.addEventListener("seeked", () => deck === null && (at.value = made.currentTime));
  made.addEventListener("ended", ended);
  made.addEventListener("error", () => made.getAttribute("src") && fail(made.error?.message ?? ""));
  document.body.append(made);
  hushFor(ME, pause);
  mediaKeys();
  return (element = made);
}

/** Play it from its beginning, or go on where it was paused. `list`: what follows and goes before. */
export async function play(next: Piece, list: readonly Piece[] = [next]): Promise<void> {
  queue.value = list;
  if (piece.value?.key === next.key) return resume();
  leaveDeck();
  piece.value = next;
  at.value = 0;
  length.value = 0;
  silent.value = null;
  const audio = player();
  audio.src = next.sound;
  await begin(audio);
}

export async function resume(): Promise<void> {
  if (piece.value === null) return;
  if (deck !== null) {
    sounding(ME);
    await deck.deck.play(finished() ? 0 : at.value);
    tell(true);
  } else {
    await begin(player());
  }
}

export function pause(): void {
  if (deck !== null) {
    deck.deck.pause();
    tell(false);
  }
  element?.pause();
}

export const toggle = (): void => void (sounds.value ? pause() : resume());

export function seek(to: number): void {
  const inside = Math.min(Math.max(to, 0), Math.max(length.value - 0.05, 0));
  at.value = inside;
  if (deck !== null) deck.deck.seek(inside);
  else if (element !== null) element.currentTime = inside;
}

export function step(by: 1 | -1): void {
  const next = queue.value[place.value + by];
  if (next !== undefined) void play(next, queue.value);
}

export function stop(): void {
  pause();
  leaveDeck();
  piece.value = null;
  queue.value = [];
  if (element !== null) {
    element.removeAttribute("src");
    element.load();
  }
}

/** The whole piece is there: goes on in it where its first bars are, sounding or not. */
export function replaceSound(whole: Piece): void {
  if (piece.value?.key !== whole.key || piece.value.sound === whole.sound) return;
  const audio = player();
  const from = audio.currentTime;
  const goesOn = !audio.paused || audio.ended;
  piece.value = whole;
  audio.src = whole.sound;
  audio.addEventListener("loadedmetadata", () => (audio.currentTime = Math.min(from, audio.duration)), { once: true });
  if (goesOn) void begin(audio);
}

/** Let a deck sound in place of the piece's file, from the same moment on. */
export async function takeDeck(key: string, taken: Deck): Promise<void> {
  if (piece.value?.key !== key) return taken.close();
  const goesOn = sounds.value;
  element?.pause();
  deck?.deck.close();
  deck = { key, deck: taken };
  length.value = taken.length;
  if (!goesOn) return;
  await taken.play(at.value);
  tell(true);
}

/** Back to the file, from the same moment on. */
export function leaveDeck(): void {
  if (deck === null) return;
  const goesOn = sounds.value;
  deck.deck.pause();
  deck.deck.close();
  deck = null;
  if (element === null || piece.value === null) return;
  element.currentTime = at.value;
  if (goesOn) void begin(element);
}

/** A deck says that it came to its end. */
export function ended(): void {
  tell(false);
  at.value = length.value;
  if (piece.value?.early !== true && hasNext.value) step(1);
}

const finished = (): boolean => length.value > 0 && at.value >= length.value - 0.1;

async function begin(audio: HTMLAudioElement): Promise<void> {
  sounding(ME);
  try {
    await audio.play();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    if (error instanceof DOMException && error.name === "NotAllowedError") return tell(false);
    fail(error instanceof Error ? error.message : "");
  }
}

function fail(why: string): void {
  tell(false);
  silent.value = new Refusal("sound", why);
}

function tell(now: boolean): void {
  sounds.value = now;
  if ("mediaSession" in navigator) navigator.mediaSession.playbackState = now ? "playing" : "paused";
  if (now && piece.value !== null && "mediaSession" in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: piece.value.title, artist: piece.value.about });
  }
  cancelAnimationFrame(beating);
  if (now) beat();
}

function beat(): void {
  at.value = deck !== null ? deck.deck.at() : (element?.currentTime ?? 0);
  beating = requestAnimationFrame(beat);
}

function mediaKeys(): void {
  if (!("mediaSession" in navigator)) return;
  const keys: [MediaSessionAction, MediaSessionActionHandler][] = [
    ["play", () => void resume()],
    ["pause", pause],
    ["nexttrack", () => step(1)],
    ["previoustrack", () => step(-1)],
    ["seekto", ({ seekTime }) => seekTime !== undefined && seek(seekTime ?? 0)],
  ];
  for (const [key, handle] of keys) navigator.mediaSession.setActionHandler(key, handle);
}
