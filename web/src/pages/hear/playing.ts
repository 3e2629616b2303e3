// What plays live: one stream for the whole page, on whichever page one is; the mood of the moment steers it.
import { computed, effect, signal } from "@preact/signals";
import { get, post } from "../../api";
import { type Ending, type Known, LiveStream, type Style, type View } from "../../live";
import { type Present, mood } from "../../mood";
import { Refusal } from "../../refusal";
import { attach, detach, openSound, sound } from "./sound";
import { wire } from "./wire";

export type Phase = "idle" | "opening" | "starting" | "playing" | "lost" | "ended";
export const STYLES: readonly Style[] = ["pop", "piano", "lofi", "orchestral", "chiptune"];

export const stream = signal<LiveStream | null>(null);
export const phase = signal<Phase>("idle");
export const problem = signal<Refusal | null>(null);
export const ending = signal<(Ending & { id: string }) | null>(null);
/** The bar that sounds. */
export const present = signal<Known | null>(null);
/** The first bar that follows the mood that was sent last. */
export const follows = signal<{ index: number; mood: Present } | null>(null);
/** Goes up when a bar was written or written anew. */
export const written = signal(0);
/** What plays was made by somebody here just now, or found after a reload. */
export const found = signal(false);

export const style = signal<Style>("pop");
export const tempo = signal<number | null>(null);
export const changed = computed(() => {
  const order = stream.value?.view.order;
  return order !== undefined && (order.style !== style.value || (order.tempo ?? null) !== tempo.value);
});
export const heard = computed(() => phase.value === "playing" && (sound.value === "on" || sound.value === "simple"));

const BEAT = 60;

/** In a press. */
export async function begin(): Promise<void> {
  problem.value = null;
  ending.value = null;
  phase.value = "opening";
  try {
    await openSound();
    await leaveBefore();
    ending.value = null;
    phase.value = "starting";
    const { valence, arousal } = mood.peek();
    const order = { mood: { valence, arousal }, style: style.peek(), ...(tempo.peek() === null ? {} : { tempo: tempo.peek() }) };
    take(await LiveStream.start(wire, order));
    found.value = false;
  } catch (error) {
    phase.value = "idle";
    problem.value = refusalOf(error);
  }
}

/** In a press: what plays is to be heard. */
export async function hear(): Promise<void> {
  problem.value = null;
  await openSound();
  if (stream.value !== null) attach(stream.value);
  found.value = false;
}

/** A stream of ours that plays already: after a reload, or in another tab. */
export async function resume(): Promise<void> {
  if (stream.value !== null || phase.value !== "idle") return;
  try {
    const { items } = await get<{ items: View[] }>("/live");
    const running = items.find((one) => one.state !== "ended");
    if (running === undefined || stream.value !== null) return;
    take(await LiveStream.join(wire, running.id));
    style.value = running.order.style;
    tempo.value = running.order.tempo;
    found.value = true;
  } catch (error) {
    problem.value = refusalOf(error);
  }
}

export async function stop(keep: boolean): Promise<void> {
  const playing = stream.value;
  if (playing === null) return;
  problem.value = null;
  try {
    await playing.stop({ keep });
  } catch (error) {
    problem.value = refusalOf(error);
  }
}

/** A stream that has ended becomes a work; gives the order that makes it. */
export async function keep(id: string): Promise<string | null> {
  return (await post<View>(`/live/${id}/keep`)).work;
}

async function leaveBefore(): Promise<void> {
  const before = stream.peek();
  if (before === null) return;
  await before.stop().catch(() => before.leave());
}

function take(next: LiveStream): void {
  stream.value = next;
  phase.value = next.state;
  next.on("state", (state) => (phase.value = state));
  next.on("bar", () => (written.value += 1));
  next.on("follows", ({ index }) => (follows.value = { index, mood: mood.peek() }));
  next.on("trouble", (error) => (problem.value = refusalOf(error)));
  next.on("ended", (how) => over(next, how));
  if (next.ending !== null) over(next, next.ending);
  if (sound.peek() !== "off") attach(next);
}

function over(which: LiveStream, how: Ending): void {
  if (stream.peek() !== which) return;
  stream.value = null;
  present.value = null;
  follows.value = null;
  phase.value = "ended";
  ending.value = { ...how, id: which.id };
  detach();
}

const refusalOf = (error: unknown): Refusal => Refusal.of(error);

setInterval(() => {
  const playing = stream.peek();
  if (playing === null) return;
  const now = playing.bars.at(playing.sounding);
  if (now !== null) present.value = now;
}, BEAT);

effect(() => {
  const { valence, arousal } = mood.value;
  stream.peek()?.steer({ valence, arousal });
});
