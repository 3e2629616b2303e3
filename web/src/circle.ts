// The arithmetic of the mood circle: points, words, and the colour of a feeling.

export interface Point {
  valence: number;
  arousal: number;
}

/** Where each word lies: the same table as models/mood.py, held together by a test. */
export const POINTS: Readonly<Record<string, readonly [number, number]>> = {
  excited: [0.65, 0.75],
  happy: [0.85, 0.35],
  content: [0.8, -0.25],
  calm: [0.55, -0.65],
  sleepy: [0.05, -0.9],
  melancholic: [-0.45, -0.6],
  sad: [-0.8, -0.35],
  anxious: [-0.6, 0.35],
  angry: [-0.65, 0.75],
  tense: [-0.25, 0.75],
  energetic: [0.25, 0.9],
  neutral: [0, 0],
};
export type Label = keyof typeof POINTS;
export const LABELS = Object.keys(POINTS);
const NEUTRAL_RADIUS = 0.2;

/** The word for a point, as the server would say it. */
export function nearestLabel({ valence, arousal }: Point): string {
  if (Math.hypot(valence, arousal) < NEUTRAL_RADIUS) return "neutral";
  const distance = (label: string): number => {
    const [v, a] = POINTS[label] ?? [0, 0];
    return Math.hypot(v - valence, a - arousal);
  };
  const words = LABELS.filter((label) => label !== "neutral");
  return words.reduce((best, label) => (distance(label) < distance(best) ? label : best));
}

export const pointOf = (label: string): Point => {
  const [valence, arousal] = POINTS[label] ?? [0, 0];
  return { valence, arousal };
};

/** Held inside the circle, in steps of a hundredth, and never NaN. */
export function inside({ valence, arousal }: Point): Point {
  const v = Number.isFinite(valence) ? valence : 0;
  const a = Number.isFinite(arousal) ? arousal : 0;
  const far = Math.max(Math.hypot(v, a), 1);
  return { valence: rounded(v / far), arousal: rounded(a / far) };
}

/** From shares of the box, 0 to 1 from the top left, to a mood; arousal grows upwards. */
export const fromBox = (x: number, y: number): Point => inside({ valence: 2 * x - 1, arousal: 1 - 2 * y });

export const toBox = ({ valence, arousal }: Point): { x: number; y: number } => ({
  x: (valence + 1) / 2,
  y: (1 - arousal) / 2,
});

/** Hues every 45 degrees from pleasure over excitement: gold, orange, coral, rose, plum, indigo, blue, green. */
const HUES = [88, 62, 35, 8, -38, -82, -118, -195, -272] as const;

/** The hue of a point, for oklch(); see also how colourful it is: `strength`. */
export function hue({ valence, arousal }: Point): number {
  const turn = ((Math.atan2(arousal, valence) / (2 * Math.PI) + 1) % 1) * 8;
  const before = Math.floor(turn);
  const from = HUES[before] ?? 88;
  const to = HUES[before + 1] ?? -272;
  return (((from + (to - from) * (turn - before)) % 360) + 360) % 360;
}

/** 0 in the middle of the circle, 1 at its rim. */
export const strength = ({ valence, arousal }: Point): number => Math.min(Math.hypot(valence, arousal), 1);

const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;
