// Stage: where on the canvas a moment and a pitch lie. It glides to what has to be seen.
import type { Known } from "../../live";

export interface Edges {
  left: number;
  right: number;
}

export const TOP = 44;
export const LANES = 5;
const LANE = 9;
const FOOT = 8;
const NARROW = 640;
const LEAST = 30;
const AIR = 3;
const EASE = 0.06;
/** Kicks low, then snares, toms, hats, cymbals. */
const LANE_OF: Readonly<Record<number, number>> = {
  35: 4, 36: 4, 37: 3, 38: 3, 39: 3, 40: 3, 41: 2, 43: 2, 45: 2, 47: 2, 48: 2, 50: 2, 42: 1, 44: 1, 46: 1, 54: 1, 69: 1, 70: 1, 49: 0, 51: 0, 52: 0, 53: 0, 55: 0, 57: 0, 59: 0,
};

export class Stage {
  width = 0;
  height = 0;
  private low = 48;
  private high = 84;
  private from = 0;
  private seconds = 1;
  private settled = false;

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
  }

  /** The window glides with the music: a third lies behind. */
  follow(moment: number): void {
    const [before, after] = this.width < NARROW ? [1.4, 3.8] : [2.6, 5.6];
    this.from = moment - before;
    this.seconds = before + after;
  }

  /** The window stands still over some bars. */
  show(from: number, seconds: number): void {
    this.from = from;
    this.seconds = seconds;
  }

  get shown(): Edges {
    return { left: this.from, right: this.from + this.seconds };
  }

  x(moment: number): number {
    return ((moment - this.from) / this.seconds) * this.width;
  }

  y(pitch: number): number {
    return TOP + ((this.high - pitch) / (this.high - this.low)) * (this.floor - TOP);
  }

  /** Where the pitches end and the drums begin. */
  get floor(): number {
    return this.height - FOOT - LANES * LANE - 6;
  }

  laneY(key: number): number {
    return this.height - FOOT - LANES * LANE + (LANE_OF[key] ?? 2) * LANE;
  }

  get thickness(): number {
    return Math.min(Math.max(((this.floor - TOP) / (this.high - this.low)) * 0.92, 3.5), 12);
  }

  /** Make room for all pitches of these bars, little by little. */
  fit(bars: readonly Known[], atOnce: boolean): void {
    const pitches = bars.flatMap((bar) => bar.tracks.filter((track) => !track.drums).flatMap((track) => track.notes.map((note) => note[0])));
    if (pitches.length === 0) return;
    const middle = (Math.min(...pitches) + Math.max(...pitches)) / 2;
    const half = Math.max(Math.max(...pitches) - middle, LEAST / 2) + AIR;
    const share = atOnce || !this.settled ? 1 : EASE;
    this.low += (middle - half - this.low) * share;
    this.high += (middle + half - this.high) * share;
    this.settled = true;
  }
}
