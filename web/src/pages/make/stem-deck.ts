// StemDeck: the instruments of a piece from memory, started at the same sample, each with its own volume.
import type { Deck } from "../../ui/playing";

const CHANNELS = 2;
const BYTES = 4;
const RATES = [44_100, 32_000, 22_050] as const;
/** Bytes of decoded sound that one piece may take; half on small machines. */
const ROOM = 240_000_000;
const AHEAD = 0.06;

/** The best rate at which so much sound fits into memory, or null. */
export function rateFor(stems: number, seconds: number, memory: number | undefined): number | null {
  const room = memory !== undefined && memory <= 4 ? ROOM / 2 : ROOM;
  return RATES.find((rate) => stems * seconds * rate * CHANNELS * BYTES <= room) ?? null;
}

/** Fetch and decode one after the other, so that only one file is held twice. */
export async function decoded(addresses: readonly string[], rate: number, tell: (done: number) => void, signal: AbortSignal): Promise<AudioBuffer[]> {
  const found: AudioBuffer[] = [];
  for (const address of addresses) {
    tell(found.length);
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const bytes = await response.arrayBuffer();
    found.push(await new OfflineAudioContext(CHANNELS, 1, rate).decodeAudioData(bytes));
    signal.throwIfAborted();
  }
  return found;
}

export class StemDeck implements Deck {
  readonly length: number;
  private readonly context: AudioContext;
  private readonly gains: GainNode[];
  private sources: AudioBufferSourceNode[] = [];
  private begun = 0;
  private from = 0;
  private running = false;

  constructor(private buffers: AudioBuffer[], private readonly ended: () => void) {
    this.context = new AudioContext();
    this.length = Math.max(...buffers.map(({ duration }) => duration));
    this.gains = buffers.map(() => {
      const gain = this.context.createGain();
      gain.connect(this.context.destination);
      return gain;
    });
  }

  async play(from: number): Promise<void> {
    this.silence();
    await this.context.resume();
    this.begun = this.context.currentTime + AHEAD;
    this.from = Math.min(Math.max(from, 0), this.length);
    this.sources = this.buffers.map((buffer, index) => {
      const source = this.context.createBufferSource();
      source.buffer = buffer;
      source.connect(this.gains[index] as GainNode);
      source.start(this.begun, Math.min(this.from, buffer.duration));
      return source;
    });
    const longest = this.sources[this.buffers.findIndex(({ duration }) => duration === this.length)];
    if (longest) longest.onended = () => this.running && this.finish();
    this.running = true;
  }

  pause(): void {
    this.from = this.at();
    this.silence();
    void this.context.suspend();
  }

  at(): number {
    if (!this.running) return this.from;
    return Math.min(Math.max(this.from + this.context.currentTime - this.begun, 0), this.length);
  }

  seek(to: number): void {
    if (this.running) void this.play(to);
    else this.from = to;
  }

  /** 0 to 1 for each stem, without a click. */
  volumes(heard: readonly number[]): void {
    heard.forEach((volume, index) => this.gains[index]?.gain.setTargetAtTime(volume, this.context.currentTime, 0.015));
  }

  close(): void {
    this.silence();
    this.buffers = [];
    void this.context.close();
  }

  private silence(): void {
    this.running = false;
    for (const source of this.sources) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
    this.sources = [];
  }

  private finish(): void {
    this.running = false;
    this.from = this.length;
    this.sources = [];
    this.ended();
  }
}
