// Opinion: all looks at a face become one answer, as honest and as placed as the server's own.
import { sharpness } from "./framing";
import type { Spot } from "./finder";

/** What was measured when the network was trained, and travels inside its file. */
export interface Calibration {
  certain_above: number;
  second: number;
  warmth: [number, number];
}

/** The names in the order of the network's two heads, and where each emotion lies: modules/mood/emotions.py. */
const FERPLUS = ["neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt"] as const;
const FER2013 = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"] as const;
export const PLACES: Record<(typeof FERPLUS)[number], readonly [number, number]> = {
  neutral: [0, 0],
  happy: [0.85, 0.35],
  surprise: [0.1, 0.8],
  sad: [-0.8, -0.35],
  angry: [-0.65, 0.75],
  disgust: [-0.7, 0.6],
  fear: [-0.6, 0.55],
  contempt: [-0.75, 0.55],
};
const SMALL = 9;
const BLURRED = 0.06;
const LEAST = 0.3;
const UNCONFIRMED = 0.8;
const PLACED = 0.9;

/** The calibration out of the file's own words, so that it never differs from the weights. */
export function calibrationIn(file: ArrayBuffer): Calibration {
  const text = new TextDecoder("latin1").decode(file);
  const found = /\{"certain_above".*?\}/.exec(text);
  if (found === null) throw new Error("The face network carries no calibration.");
  return JSON.parse(found[0]) as Calibration;
}

/** Both heads of all looks, one after the other, as one share for each emotion. */
export function together(ferplus: Float32Array, fer2013: Float32Array, { warmth, second }: Calibration): Record<string, number> {
  const first = met(ferplus, FERPLUS.length, warmth[0]);
  const other = met(fer2013, FER2013.length, warmth[1]);
  const contempt = first.at(-1) ?? 0;
  return Object.fromEntries(
    FERPLUS.map((name, place) => {
      const known = name === "contempt" ? contempt : (other[FER2013.indexOf(name)] ?? 0) * (1 - contempt);
      return [name, (1 - second) * (first[place] ?? 0) + second * known];
    }),
  );
}

/** Where the emotions lie together; the likely count for more than their share. */
export function placeOf(emotions: Record<string, number>): { valence: number; arousal: number } {
  const most = Math.max(...Object.values(emotions), 1e-9);
  let [valence, arousal, total] = [0, 0, 0];
  for (const [name, [v, a]] of Object.entries(PLACES)) {
    const weight = ((emotions[name] ?? 0) / most) ** 2;
    valence += weight * v;
    arousal += weight * a;
    total += weight;
  }
  return { valence: valence / total, arousal: arousal / total };
}

/** How far such a face is to be believed, 0 to 1: a small, blurred or doubtful one less. */
export function trust(eyes: readonly [Spot, Spot], score: number, face: Uint8Array): number {
  const apart = Math.hypot(eyes[1].x - eyes[0].x, eyes[1].y - eyes[0].y);
  const near = apart < SMALL ? Math.max(apart / SMALL, LEAST) : 1;
  const fine = sharpness(face);
  const sharp = fine < BLURRED ? Math.max(fine / BLURRED, LEAST) : 1;
  return near * sharp * (score >= PLACED ? 1 : UNCONFIRMED);
}

/** The geometric mean of the looks, made as sure as it may be. */
function met(looks: Float32Array, size: number, warmth: number): number[] {
  const sums = Array.from({ length: size }, () => 0);
  looks.forEach((share, at) => (sums[at % size] = (sums[at % size] ?? 0) + Math.log(Math.max(share, 1e-9))));
  const powers = sums.map((sum) => Math.exp((sum * size) / looks.length / warmth));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
