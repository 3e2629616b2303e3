// AudioClock: moments of the steady clock on the clock of the sound, which stands still until it is let to run.
import { steady } from "./clock";

/** The sound's clock goes on in blocks, so the furthest it was ever ahead tells most; one that stood still is learnt anew. */
const STOOD = 0.15;
const FORGET = 0.0002;

export class AudioClock {
  private ahead: number | null = null;

  constructor(
    private readonly context: Pick<BaseAudioContext, "currentTime">,
    private readonly now: () => number = steady,
  ) {}

  at(moment: number): number {
    const seen = this.context.currentTime - this.now();
    const known = this.ahead;
    const stood = known === null || known - seen > STOOD;
    this.ahead = stood ? seen : Math.max(seen, known - FORGET);
    return moment + this.ahead;
  }
}
