// AudioClock: moments of the steady clock on the clock of the sound, which stands still until it is let to run.
import { steady } from "./clock";

/** The sound's clock goes on in blocks, so the furthest it was ever ahead tells most; one that stood still is learnt anew. */
const STOOD = 0.15;
/** Seconds a second: two clocks never go quite alike. */
const DRIFT = 0.001;

export class AudioClock {
  private ahead: number | null = null;
  private looked = 0;

  constructor(
    private readonly context: Pick<BaseAudioContext, "currentTime">,
    private readonly now: () => number = steady,
  ) {}

  at(moment: number): number {
    const now = this.now();
    const seen = this.context.currentTime - now;
    const known = this.ahead;
    const stood = known === null || known - seen > STOOD;
    this.ahead = stood ? seen : Math.max(seen, known - DRIFT * (now - this.looked));
    this.looked = now;
    return moment + this.ahead;
  }
}
