// Steering: moods as fast as a finger moves become a few messages, the newest always among them.
import type { Point } from "./protocol";

const EVERY = 100;

export class Steering {
  private newest: Point | null = null;
  private busy = false;
  private closed = false;

  /** `onTrouble` says whether what could not be said is kept, for `again`. */
  constructor(
    private readonly send: (mood: Point) => Promise<void>,
    private readonly onTrouble: (error: unknown) => boolean,
  ) {}

  /** Throws RangeError for what is no number; what lies outside the circle goes to its rim. */
  steer({ valence, arousal }: Point): void {
    if (!Number.isFinite(valence) || !Number.isFinite(arousal)) throw new RangeError("A mood is two numbers from -1 to 1.");
    const far = Math.max(Math.hypot(valence, arousal), 1);
    this.newest = { valence: valence / far, arousal: arousal / far };
    if (!this.busy) void this.run();
  }

  /** After the connection came back: what could not be said. */
  again(): void {
    if (!this.busy && this.newest !== null) void this.run();
  }

  close(): void {
    this.closed = true;
    this.newest = null;
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.newest !== null && !this.closed) {
      const mood: Point = this.newest;
      this.newest = null;
      const failed = await this.send(mood).then(() => null, (error: unknown) => ({ error }));
      if (failed !== null) {
        if (this.onTrouble(failed.error)) this.newest ??= mood;
        break;
      }
      await new Promise((done) => setTimeout(done, EVERY));
    }
    this.busy = false;
  }
}
