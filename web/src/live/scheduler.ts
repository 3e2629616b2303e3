// Scheduler: hands notes to a player a moment before they sound, so that a bar can change until then.
import { Channels, type Player, type Seat } from "./player";
import type { Note, Track } from "./protocol";
import type { Known } from "./bars";

export interface Timing {
  /** When a moment of the server sounds here, on the steady clock. */
  when: (server: number) => number;
  /** Notes go out so many seconds before they sound. */
  ahead: number;
}

interface Slot {
  bar: Known;
  /** Of the bar's notes by their beginning, the first that has yet to go out. */
  next: number;
  notes: Placed[];
  /** Seconds of the bar that have gone out, and stay as they are. */
  gone: number;
}
interface Placed {
  note: Note;
  track: Track;
  channel: number;
}
interface Strike extends Placed {
  at: number;
  until: number;
}
interface Held {
  channel: number;
  pitch: number;
  until: number;
}

/** A note that is late by less sounds at once; a later one is left out, so that old notes never come in a burst. */
const GRACE = 0.06;
const BEFORE = 0.004;
const KEPT = 12;

export class Scheduler {
  private slots = new Map<number, Slot>();
  private held: Held[] = [];
  /** Keys that were to be let go while nothing could sound: what stood still still holds them. */
  private owed: Omit<Held, "until">[] = [];
  private seats = new Map<number, string>();
  private channels = new Channels();

  constructor(
    private readonly player: Player,
    private readonly timing: Timing,
    /** Names of tracks that are not to sound. */
    private readonly muted: ReadonlySet<string> = new Set(),
  ) {}

  /** A new bar, or a better one: of an old one, only what has gone out already stays. */
  put(bar: Known): void {
    const gone = this.slots.get(bar.index)?.gone ?? 0;
    const placed = bar.tracks.flatMap((track) => track.notes.map((note) => this.placed(note, track)));
    const notes = placed.filter(({ note }) => note[1] >= gone).sort((one, other) => one.note[1] - other.note[1]);
    this.slots.set(bar.index, { bar, notes, gone, next: 0 });
    for (const index of this.slots.keys()) if (index < bar.index - KEPT) this.slots.delete(index);
  }

  /** Those behind a new bar begin when it ends. */
  move(bar: Known): void {
    const slot = this.slots.get(bar.index);
    if (slot) slot.bar = bar;
  }

  /** Send what sounds within the next moment; call it a few times in each. */
  tick(now: number): void {
    const horizon = now + this.timing.ahead;
    if (this.player.ready) this.settle(horizon);
    const strikes = [...this.slots.values()].flatMap((slot) => this.due(slot, now, horizon));
    strikes.sort((one, other) => one.at - other.at);
    for (const strike of strikes) this.strike(strike, now);
    this.letGo(horizon, now);
  }

  /** The end: nothing more goes out, and what sounds fades. */
  stop(now: number): void {
    this.slots.clear();
    this.letGo(Infinity, now, now);
  }

  private placed(note: Note, track: Track): Placed {
    return { note, track, channel: this.channels.of(track.name, track.drums) };
  }

  private due(slot: Slot, now: number, horizon: number): Strike[] {
    const begins = this.timing.when(slot.bar.starts);
    const found: Strike[] = [];
    for (; slot.next < slot.notes.length; slot.next++) {
      const one = slot.notes[slot.next] as Placed;
      const at = begins + one.note[1];
      if (at >= horizon) break;
      if (at >= now - GRACE && !this.muted.has(one.track.name)) found.push({ ...one, at, until: begins + one.note[2] });
    }
    slot.gone = Math.max(slot.gone, horizon - begins);
    return found;
  }

  /** A key that still rings ends where it is struck again. */
  private strike({ note, track, channel, at, until }: Strike, now: number): void {
    const [pitch, , , velocity] = note;
    const time = Math.max(at, now);
    this.letGo(time, now);
    this.held = this.held.filter((one) => {
      if (one.channel !== channel || one.pitch !== pitch) return true;
      this.release(channel, pitch, time - BEFORE);
      return false;
    });
    this.seat(channel, track, time - BEFORE);
    if (!this.player.ready) return;
    this.player.strike(channel, pitch, velocity, time);
    this.held.push({ channel, pitch, until: Math.max(until, time + BEFORE) });
  }

  private seat(channel: number, track: Track, at: number): void {
    const seat: Seat = { program: track.program, drums: track.drums, volume: track.volume };
    const told = `${seat.program} ${seat.volume}`;
    if (this.seats.get(channel) === told || !this.player.ready) return;
    this.seats.set(channel, told);
    this.player.seat(channel, seat, at);
  }

  private letGo(before: number, now: number, at?: number): void {
    const over = this.held.filter((one) => one.until < before).sort((one, other) => one.until - other.until);
    this.held = this.held.filter((one) => one.until >= before);
    for (const { channel, pitch, until } of over) this.release(channel, pitch, at ?? Math.max(until, now));
  }

  private release(channel: number, pitch: number, at: number): void {
    if (this.player.ready) this.player.release(channel, pitch, at);
    else this.owed.push({ channel, pitch });
  }

  private settle(at: number): void {
    for (const { channel, pitch } of this.owed) this.player.release(channel, pitch, at);
    this.owed = [];
  }
}
