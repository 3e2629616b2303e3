// What the server says of a live stream, as types; and bars as they come over the wire, made ready to be played.

export interface Point {
  valence: number;
  arousal: number;
}

export type Style = "piano" | "pop" | "lofi" | "orchestral" | "chiptune";
export type Role = "melody" | "double" | "counter" | "chords" | "pad" | "bass" | "drums";

/** start and end: seconds from the beginning of the bar; the end may lie in the next one. */
export type Note = readonly [pitch: number, start: number, end: number, velocity: number];

export interface Track {
  name: string;
  role: Role;
  program: number;
  drums: boolean;
  /** As a MIDI channel volume. */
  volume: number;
  notes: readonly Note[];
}

export interface Chord {
  /** Seconds from the beginning of the bar. */
  at: number;
  /** Such as "A:min7". */
  name: string;
}

export interface Bar {
  index: number;
  /** A higher one replaces a lower one of the same index. */
  revision: number;
  /** Seconds since the stream's beginning. */
  at: number;
  /** Seconds since 1970 on the server's clock. */
  starts: number;
  seconds: number;
  tempo: number;
  metre: string;
  key: string;
  section: string;
  phrase_bar: number;
  phrase_bars: number;
  cadence: string | null;
  valence: number;
  arousal: number;
  intensity: number;
  chords: readonly Chord[];
  tracks: readonly Track[];
}

export interface Order {
  mood: Point;
  style?: Style;
  /** Quarters a minute; left out, style and mood decide. */
  tempo?: number | null;
  references?: readonly string[];
  seed?: number;
}

export interface View {
  id: string;
  state: "starting" | "running" | "ended";
  order: { valence: number; arousal: number; style: Style; tempo: number | null; references: string[]; seed: number | null };
  seed: number;
  began: number | null;
  now: number;
  valence: number;
  arousal: number;
  played: number;
  late: number;
  bars: unknown[];
  audio: string;
  reason: string | null;
  work: string | null;
}

export interface Told {
  id: string;
  now: number;
  stream: View;
}

/** Why a stream ended; `work`: the job that makes a piece of it. */
export interface Ending {
  reason: string;
  work: string | null;
  played: number;
}

type Sent = Omit<Bar, "chords" | "tracks"> & {
  chords?: readonly (readonly [number, string] | Chord)[];
  tracks?: readonly (Omit<Track, "notes"> & { notes?: readonly Note[] })[];
};

/** A bar as it was sent. What cannot be played is left out, so that nothing strange reaches a synthesiser. */
export function barOf(sent: unknown): Bar {
  const { chords = [], tracks = [], ...bar } = sent as Sent;
  return {
    ...bar,
    chords: chords.map((chord) => ("name" in chord ? chord : { at: chord[0], name: chord[1] })),
    tracks: tracks.map((track) => ({ ...track, notes: (track.notes ?? []).filter(isPlayable) })),
  };
}

function isPlayable([pitch, start, end, velocity]: Note): boolean {
  return Number.isInteger(pitch) && pitch >= 0 && pitch < 128 && Number.isFinite(start) && end > start && velocity > 0 && velocity < 128;
}
