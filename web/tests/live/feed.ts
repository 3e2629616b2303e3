// A server of live streams for tests: a wire, and a clock that both sides can be wrong about.
import { vi } from "vitest";
import type { Player, Seat, View, Wire } from "../../src/live";

export const SERVER_AHEAD = 1_000_000;
/** Seconds of the steady clock; goes on with vitest's timers. */
export const now = (): number => Date.now() / 1000;
export const server = (): number => now() + SERVER_AHEAD;

export function bar(index: number, starts: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: "s", index, revision: 0, at: 2 * index, starts, seconds: 2, tempo: 120, metre: "4/4", key: "A minor", section: "A",
    phrase_bar: index % 4, phrase_bars: 4, cadence: null, valence: 0, arousal: 0, intensity: 0.5, chords: [[0, "A:min"]],
    tracks: [{ name: "piano", role: "chords", program: 0, drums: false, volume: 90, notes: quarters(60 + index) }],
    ...more,
  };
}
export const quarters = (pitch: number): number[][] => [0, 0.5, 1, 1.5].map((at) => [pitch, at, at + 0.4, 80]);

export function view(more: Partial<View> = {}): View {
  return {
    id: "s", state: "running", order: { valence: 0, arousal: 0, style: "pop", tempo: null, references: [], seed: 1 }, seed: 1, began: 0,
    now: server(), valence: 0, arousal: 0, played: 0, late: 0, bars: [], audio: "/live/s/audio", reason: null, work: null, ...more,
  };
}

export class Feed implements Wire {
  asked: [string, Record<string, unknown>][] = [];
  standing: Partial<View> = {};
  refusing: Record<string, { code: string }> = {};
  private handlers: Record<string, Set<(news: never) => void>> = {};

  async ask(event: string, message: object): Promise<unknown> {
    this.asked.push([event, message as Record<string, unknown>]);
    const refused = this.refusing[event];
    if (refused) throw Object.assign(new Error(refused.code), refused);
    await new Promise((done) => setTimeout(done, 20));
    if (event === "live:mood") return { ok: true, index: 3 };
    return { ok: true, id: "s", now: server() - 0.01, stream: view(this.standing) };
  }
  on(event: string, handle: (news: never) => void): () => void {
    const those = (this.handlers[event] ??= new Set());
    those.add(handle);
    return () => those.delete(handle);
  }
  onConnect(handle: () => void): () => void {
    return this.on("connect", handle);
  }
  onLost(handle: () => void): () => void {
    return this.on("lost", handle);
  }
  say(event: string, news: unknown = undefined): void {
    for (const handle of [...(this.handlers[event] ?? [])]) handle(news as never);
  }
  count(event: string): number {
    return this.asked.filter(([name]) => name === event).length;
  }
}

export interface Heard {
  at: number;
  what: "on" | "off" | "seat";
  channel: number;
  pitch: number;
  value: number;
}

export class Ear implements Player {
  ready = true;
  heard: Heard[] = [];
  seat = (channel: number, { program, volume }: Seat, at: number): void => void this.heard.push({ at, what: "seat", channel, pitch: program, value: volume });
  strike = (channel: number, pitch: number, velocity: number, at: number): void => void this.heard.push({ at, what: "on", channel, pitch, value: velocity });
  release = (channel: number, pitch: number, at: number): void => void this.heard.push({ at, what: "off", channel, pitch, value: 0 });
  hush = vi.fn();
  get ons(): Heard[] {
    return this.heard.filter(({ what }) => what === "on");
  }
}
