// ServerClock: what time it is on the server, told from round trips; what this machine's clock says does not matter.

/** A steady clock that never jumps, in seconds. */
export const steady = (): number => performance.now() / 1000;

interface Sample {
  offset: number;
  trip: number;
}

const KEPT = 12;
/** Larger corrections are made at once, smaller ones little by little, so that nobody hears them. */
const AUDIBLE = 0.08;
const STEP = 0.01;
const SLACK = 0.02;

export class ServerClock {
  private samples: Sample[] = [];
  private offset: number | null = null;

  constructor(readonly now: () => number = steady) {}

  /** `ask` gives the server's time; the shortest trip of the last ones tells most. */
  async measure(ask: () => Promise<number>): Promise<void> {
    const sent = this.now();
    const told = await ask();
    this.add(sent, this.now(), told);
  }

  add(sent: number, received: number, server: number): void {
    const trip = Math.max(received - sent, 0);
    const sample = { offset: server - (sent + received) / 2, trip };
    const agree = (one: Sample): boolean => Math.abs(one.offset - sample.offset) <= (one.trip + trip) / 2 + SLACK;
    this.samples = [...this.samples.filter(agree), sample].slice(-KEPT);
    this.follow(this.best.offset);
  }

  get known(): boolean {
    return this.offset !== null;
  }

  /** Seconds of the shortest round trip; 0 before the first. */
  get trip(): number {
    return this.samples.length === 0 ? 0 : this.best.trip;
  }

  /** A moment of the server on the steady clock here. */
  local(server: number): number {
    return server - (this.offset ?? 0);
  }

  private get best(): Sample {
    return this.samples.reduce((best, one) => (one.trip <= best.trip ? one : best));
  }

  private follow(wanted: number): void {
    const away = wanted - (this.offset ?? wanted);
    const jump = this.offset === null || Math.abs(away) > AUDIBLE;
    this.offset = jump ? wanted : wanted - away + Math.min(Math.max(away, -STEP), STEP);
  }
}
