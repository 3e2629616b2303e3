// MIDI: the notes, tempos and bars of a standard MIDI file, in seconds.
export interface Note {
  start: number;
  end: number;
  pitch: number;
  velocity: number;
}

export interface Track {
  name: string;
  drum: boolean;
  notes: Note[];
}

export interface Tune {
  tracks: Track[];
  seconds: number;
  /** Where each bar begins. */
  bars: number[];
}

interface Told {
  tick: number;
  kind: "tempo" | "metre";
  /** Microseconds a quarter, or quarters a bar. */
  value: number;
}
interface Raw {
  name: string;
  channel: number;
  notes: { on: number; off: number; pitch: number; velocity: number }[];
  end: number;
}
const USUAL_QUARTER = 500_000;
const DRUMS = 9;

/** Throws RangeError or Error for what is no MIDI file. */
export function readMidi(bytes: ArrayBuffer): Tune {
  const view = new DataView(bytes);
  if (text(view, 0, 4) !== "MThd") throw new Error("no MIDI file");
  const division = view.getUint16(12);
  const told: Told[] = [];
  const raw: Raw[] = [];
  for (let at = 8 + view.getUint32(4); at + 8 <= view.byteLength; ) {
    const size = view.getUint32(at + 4);
    if (text(view, at, 4) === "MTrk") raw.push(readTrack(view, at + 8, Math.min(at + 8 + size, view.byteLength), told));
    at += 8 + size;
  }
  const seconds = timing(told, division);
  const sounding = raw.filter(({ notes }) => notes.length > 0);
  const tracks = sounding.map(({ name, channel, notes }) => ({
    name,
    drum: channel === DRUMS,
    notes: notes.map(({ on, off, pitch, velocity }) => ({ start: seconds(on), end: seconds(off), pitch, velocity })),
  }));
  const last = Math.max(0, ...raw.map(({ end }) => end));
  return { tracks, seconds: seconds(last), bars: barTicks(told, division, last).map(seconds) };
}

function readTrack(view: DataView, from: number, end: number, told: Told[]): Raw {
  const track: Raw = { name: "", channel: 0, notes: [], end: 0 };
  const held = new Map<number, { on: number; velocity: number }>();
  let at = from;
  let tick = 0;
  let status = 0;
  const number = (): number => {
    let value = 0;
    for (let byte = 0x80; byte & 0x80; ) {
      byte = view.getUint8(at++);
      value = (value << 7) | (byte & 0x7f);
    }
    return value;
  };
  while (at < end) {
    tick += number();
    if (view.getUint8(at) & 0x80) status = view.getUint8(at++);
    if (status === 0xff) {
      const kind = view.getUint8(at++);
      const size = number();
      if (kind === 0x03 && track.name === "") track.name = text(view, at, size);
      if (kind === 0x51 && size === 3) told.push({ tick, kind: "tempo", value: (view.getUint16(at) << 8) | view.getUint8(at + 2) });
      if (kind === 0x58 && size >= 2) told.push({ tick, kind: "metre", value: (view.getUint8(at) * 4) / 2 ** view.getUint8(at + 1) });
      at += size;
    } else if (status === 0xf0 || status === 0xf7) {
      at += number();
    } else {
      const kind = status & 0xf0;
      const first = view.getUint8(at++);
      const second = kind === 0xc0 || kind === 0xd0 ? 0 : view.getUint8(at++);
      if (kind === 0x90 || kind === 0x80) strike(track, held, { tick, channel: status & 0x0f, pitch: first, velocity: kind === 0x90 ? second : 0 });
    }
  }
  track.end = tick;
  return track;
}

function strike(track: Raw, held: Map<number, { on: number; velocity: number }>, key: { tick: number; channel: number; pitch: number; velocity: number }): void {
  const { tick, channel, pitch, velocity } = key;
  const begun = held.get(pitch);
  if (begun !== undefined) track.notes.push({ on: begun.on, off: tick, pitch, velocity: begun.velocity });
  held.delete(pitch);
  if (velocity > 0) held.set(pitch, { on: tick, velocity });
  track.channel = channel;
}

/** From ticks to seconds. */
function timing(told: readonly Told[], division: number): (tick: number) => number {
  const tempos = told.filter(({ kind }) => kind === "tempo").sort((one, other) => one.tick - other.tick);
  const marks = [{ tick: 0, seconds: 0, quarter: USUAL_QUARTER }];
  for (const { tick, value } of tempos) {
    const before = marks.at(-1) as (typeof marks)[number];
    marks.push({ tick, seconds: before.seconds + ((tick - before.tick) / division) * (before.quarter / 1e6), quarter: value });
  }
  return (tick) => {
    let mark = marks[0] as (typeof marks)[number];
    for (const one of marks) if (one.tick <= tick) mark = one;
    return mark.seconds + ((tick - mark.tick) / division) * (mark.quarter / 1e6);
  };
}

function barTicks(told: readonly Told[], division: number, end: number): number[] {
  const metres = told.filter(({ kind }) => kind === "metre").sort((one, other) => one.tick - other.tick);
  const found: number[] = [];
  for (let tick = 0; tick < end && found.length < 5000; ) {
    found.push(tick);
    const quarters = metres.findLast((one) => one.tick <= tick)?.value ?? 4;
    tick += Math.max(quarters * division, division / 4);
  }
  return found;
}

const text = (view: DataView, at: number, size: number): string => new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, size));
