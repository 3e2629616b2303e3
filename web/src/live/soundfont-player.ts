// SoundfontPlayer: notes become sound in an AudioWorklet, with the instruments of the server's own soundfont.
import { WorkletSynthesizer } from "spessasynth_lib";
import processor from "spessasynth_lib/dist/spessasynth_processor.min.js?url";
import { gainOf, MOST } from "./balance";
import { steady } from "./clock";
import { AudioClock } from "./audio-clock";
import type { Player, Seat } from "./player";

export interface Opening {
  /** Where the soundfont lies. */
  soundfont: string;
  /** From 0 to 1, while it is fetched. */
  onProgress?: (share: number) => void;
  now?: () => number;
  signal?: AbortSignal;
}

const VOLUME = 7;
const BALANCE = 11;
const PAN = 10;
/** Distances from the middle, in the order players take their places; basses and drums stay there. */
const SEATS = [0, 22, -22, 36, -36, 12, -12, 44, -44];
const BASSES = [32, 40] as const;
const LIMIT = { threshold: -4, knee: 3, ratio: 20, attack: 0.002, release: 0.2 };
const FADE = 0.03;
/** The balance takes as much away as its loudest instrument needs; this gives it back, so that the limit is reached at times. */
const ROOM = 6.5;

export class SoundfontPlayer implements Player {
  private readonly clock: AudioClock;
  private readonly samples: Float32Array<ArrayBuffer>;

  private constructor(
    readonly context: AudioContext,
    private readonly synth: WorkletSynthesizer,
    private readonly master: GainNode,
    private readonly meter: AnalyserNode,
    now: () => number,
  ) {
    this.clock = new AudioClock(context, now);
    this.samples = new Float32Array(meter.fftSize);
  }

  /** Fetches and opens everything; `context` may still be suspended. Rejects where AudioWorklet is missing. */
  static async open(context: AudioContext, { soundfont, onProgress, now = steady, signal }: Opening): Promise<SoundfontPlayer> {
    if (context.audioWorklet === undefined) throw new Error("This browser has no AudioWorklet here.");
    const [bytes] = await Promise.all([fetched(soundfont, onProgress, signal), context.audioWorklet.addModule(processor)]);
    const synth = new WorkletSynthesizer(context);
    const master = context.createGain();
    const limiter = new DynamicsCompressorNode(context, LIMIT);
    const meter = context.createAnalyser();
    synth.connect(master).connect(limiter).connect(meter).connect(context.destination);
    await synth.soundBankManager.addSoundBank(bytes, "server");
    await synth.isReady;
    synth.setSystemParameter("gain", ROOM);
    return new SoundfontPlayer(context, synth, master, meter, now);
  }

  get ready(): boolean {
    return this.context.state === "running";
  }

  seat(channel: number, { program, drums, volume }: Seat, at: number): void {
    const time = this.clock.at(at);
    this.synth.programChange(channel, program, { time });
    this.synth.controllerChange(channel, VOLUME, volume, { time });
    const balance = drums ? 1 : gainOf(program);
    this.synth.controllerChange(channel, BALANCE, Math.round(127 * Math.sqrt(balance / MOST)), { time });
    const central = drums || (program >= BASSES[0] && program < BASSES[1]);
    this.synth.controllerChange(channel, PAN, 64 + (central ? 0 : (SEATS[channel % SEATS.length] ?? 0)), { time });
  }

  strike(channel: number, pitch: number, velocity: number, at: number): void {
    this.synth.noteOn(channel, pitch, velocity, { time: this.clock.at(at) });
  }

  release(channel: number, pitch: number, at: number): void {
    this.synth.noteOff(channel, pitch, { time: this.clock.at(at) });
  }

  hush(): void {
    this.synth.stopAll();
  }

  /** 0 to 1, as loud as it is heard: twice the number is four times the power. */
  set volume(share: number) {
    this.master.gain.setTargetAtTime(share * share, this.context.currentTime, FADE);
  }

  /** The largest sample of the last moment: 0 when it is silent. */
  get peak(): number {
    this.meter.getFloatTimeDomainData(this.samples);
    return this.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  }

  close(): void {
    this.synth.destroy();
    void this.context.close();
  }
}

/** With how far it is; a body of unknown length tells no progress. */
async function fetched(url: string, onProgress?: (share: number) => void, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok || response.body === null) throw new Error(`The soundfont could not be fetched: HTTP ${response.status}`);
  const whole = Number(response.headers.get("Content-Length") ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let reader = response.body.getReader(), part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    if (whole > 0) onProgress?.(Math.min(size / whole, 1));
  }
  return new Blob(parts).arrayBuffer();
}
