// The sound of a stream in this browser: a synthesiser where there can be one, else the server's own stream of sound.
import { effect, signal } from "@preact/signals";
import type { LiveStream } from "../../live";
import type { SoundfontPlayer } from "../../live/soundfont-player";
import { recall, remember } from "../../memory";
import { hushFor, sounding } from "../../ui/one-voice";

/** `held`: the browser waits for a press; `hushed`: something else sounds; `simple`: a stream of sound. */
export type Sound = "off" | "opening" | "on" | "held" | "hushed" | "simple" | "none";
export const sound = signal<Sound>("off");
/** Of the instruments that were fetched. */
export const fetched = signal(0);

const KEPT_AS = "museaika.volume";
const ME = "live";
const SOUNDFONT = "/soundfont";
const SETTLING = 400;
export const volume = signal(rememberedVolume());

let prepared = false;
let context: AudioContext | null = null;
let player: SoundfontPlayer | null = null;
let element: HTMLAudioElement | null = null;

effect(() => {
  remember(KEPT_AS, String(volume.value));
  if (player !== null) player.volume = volume.value;
  if (element !== null) element.volume = volume.value;
});
hushFor(ME, () => {
  if (sound.peek() === "on") void context?.suspend();
  element?.pause();
  if (sound.peek() === "on" || sound.peek() === "simple") sound.value = "hushed";
});

/** To be called in a press, before anything is waited for: only then may a browser sound. */
export async function openSound(): Promise<void> {
  sounding(ME);
  if (typeof AudioWorkletNode === "undefined" || typeof AudioContext === "undefined") return void (sound.value = "simple");
  let waking: Promise<void>;
  try {
    context ??= newContext();
    waking = context.resume();
    if (player === null) sound.value = "opening";
    player ??= await opened(context);
  } catch (error) {
    console.warn(error);
    return void (sound.value = "simple");
  }
  await Promise.race([waking, new Promise((done) => setTimeout(done, SETTLING))]);
  player.volume = volume.peek();
  note();
}

/** Lets a stream sound from now on. */
export function attach(stream: LiveStream): void {
  if (sound.peek() === "simple") return attachElement(stream);
  stream.play(player);
}

export function detach(): void {
  element?.remove();
  element = null;
  player?.hush();
}

/** 0 when nothing is heard. */
export const peak = (): number => (sound.peek() === "on" ? (player?.peak ?? 0) : 0);

/** Seconds from the synthesiser to the ear. */
export const latency = (): number => context?.outputLatency || 0;

/** Somebody is about to press: fetch what they will need. */
export function prepare(): void {
  if (player !== null || prepared) return;
  prepared = true;
  void import("../../live/soundfont-player");
  void fetch(SOUNDFONT).then((response) => response.blob()).catch(() => (prepared = false));
}

async function opened(into: AudioContext): Promise<SoundfontPlayer> {
  const { SoundfontPlayer } = await import("../../live/soundfont-player");
  return SoundfontPlayer.open(into, { soundfont: SOUNDFONT, onProgress: (share) => (fetched.value = share) });
}

function newContext(): AudioContext {
  const made = new AudioContext({ latencyHint: "balanced" });
  made.addEventListener("statechange", note);
  return made;
}

/** What the browser does with the sound now. */
function note(): void {
  if (player === null || sound.peek() === "hushed" && context?.state !== "running") return;
  sound.value = context?.state === "running" ? "on" : "held";
}

/** Its silence is the price of a page that is not secure; the music is the same. */
function attachElement(stream: LiveStream): void {
  detach();
  const made = document.createElement("audio");
  made.hidden = true;
  made.volume = volume.peek();
  made.src = `${stream.view.audio}?format=mp3`;
  made.addEventListener("error", () => (sound.value = "none"));
  document.body.append(made);
  element = made;
  made.play().then(
    () => (sound.value = "simple"),
    () => (sound.value = "held"),
  );
}

function rememberedVolume(): number {
  const kept = Number(recall(KEPT_AS) ?? "0.8");
  return kept >= 0 && kept <= 1 ? kept : 0.8;
}
