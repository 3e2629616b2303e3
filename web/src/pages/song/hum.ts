// Hum: a melody played plainly over its backing, from just before its first note on.
import { signal } from "@preact/signals";
import { Refusal } from "../../refusal";
import { hushFor, sounding } from "../../ui/one-voice";
import { type Note, readMidi } from "../make/midi";

const ME = "hum";
const BEFORE = 1;
const BACKING = 0.55;
const LOUD = 0.22;
const SLOPE = 0.02;

/** The address of the melody that sounds. */
export const humming = signal<string | null>(null);
let context: AudioContext | null = null;
let track: HTMLAudioElement | null = null;

export async function hum(melody: string, backing: string): Promise<void> {
  stopHumming();
  sounding(ME);
  humming.value = melody;
  const own = (context = new AudioContext());
  const audio = (track = new Audio(backing));
  audio.volume = BACKING;
  audio.addEventListener("ended", stopHumming);
  try {
    const notes = await notesOf(melody);
    const from = Math.max((notes[0]?.start ?? 0) - BEFORE, 0);
    audio.currentTime = from;
    await Promise.all([own.resume(), audio.play()]);
    if (context !== own) return;
    const zero = own.currentTime - audio.currentTime;
    for (const note of notes) play(own, note, zero);
  } catch (error) {
    if (context !== own) return;
    stopHumming();
    throw new Refusal("sound", error instanceof Error ? error.message : "");
  }
}

export function stopHumming(): void {
  humming.value = null;
  track?.pause();
  track = null;
  void context?.close();
  context = null;
}

hushFor(ME, stopHumming);

async function notesOf(address: string): Promise<Note[]> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return readMidi(await answer.arrayBuffer()).tracks.flatMap(({ notes }) => notes).sort((one, other) => one.start - other.start);
}

function play(to: AudioContext, { start, end, pitch }: Note, zero: number): void {
  const from = zero + start;
  if (from < to.currentTime) return;
  const tone = to.createOscillator();
  const gain = to.createGain();
  tone.type = "triangle";
  tone.frequency.value = 440 * 2 ** ((pitch - 69) / 12);
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUD, from + SLOPE);
  gain.gain.setTargetAtTime(0, Math.max(zero + end - SLOPE, from + SLOPE), SLOPE);
  tone.connect(gain).connect(to.destination);
  tone.start(from);
  tone.stop(zero + end + 5 * SLOPE);
}
