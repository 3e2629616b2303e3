// Player: whoever makes notes sound: the synthesiser here, a MIDI port, or a list in a test.

export interface Seat {
  program: number;
  drums: boolean;
  /** 0 to 127, as a MIDI channel volume. */
  volume: number;
}

/** All times are seconds of the steady clock; a player turns them into its own. */
export interface Player {
  /** False while nothing can sound, as before the first click on a page. */
  readonly ready: boolean;
  seat(channel: number, seat: Seat, at: number): void;
  strike(channel: number, pitch: number, velocity: number, at: number): void;
  release(channel: number, pitch: number, at: number): void;
  /** Everything that sounds ends. */
  hush(): void;
}

export const DRUMS = 9;
const CHANNELS = 16;

/** A channel for every track, the same for as long as the stream plays; drums on the tenth. */
export class Channels {
  private taken = new Map<string, number>();

  of(name: string, drums: boolean): number {
    if (drums) return DRUMS;
    const found = this.taken.get(name);
    if (found !== undefined) return found;
    const order = this.taken.size % (CHANNELS - 1);
    const channel = order < DRUMS ? order : order + 1;
    this.taken.set(name, channel);
    return channel;
  }
}
