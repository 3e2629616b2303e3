// Finder: from the answers of BlazeFace to faces with their eyes and mouth, as mediapipe counts them.

export interface Found {
  /** In shares of the picture that was shown. */
  left: number;
  top: number;
  width: number;
  height: number;
  score: number;
  /** Right eye, left eye, mouth. */
  features: [Spot, Spot, Spot];
}
export interface Spot {
  x: number;
  y: number;
}

export const SIDE = 128;
const LEAST_SCORE = 0.5;
const SAME = 0.3;
/** How many grids of anchors, with how many anchors in each place. */
const GRIDS = [
  { cells: 16, each: 2 },
  { cells: 8, each: 6 },
];
const NUMBERS = 16;
/** Right eye, left eye and mouth among the six points of a face; the third is the nose, the rest are ears. */
const FEATURES = [0, 1, 3] as const;

const ANCHORS: Spot[] = GRIDS.flatMap(({ cells, each }) =>
  Array.from({ length: cells * cells * each }, (_, index) => {
    const cell = Math.floor(index / each);
    return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
  }),
);

/** The faces, the largest first; answers that mean the same face are averaged by how sure they are. */
export function facesIn(regressors: Float32Array, classificators: Float32Array): Found[] {
  const sure = ANCHORS.map((anchor, index) => candidate(anchor, index, regressors, sigmoid(classificators[index] ?? -100)));
  let left = sure.filter(({ score }) => score >= LEAST_SCORE).sort((one, other) => other.score - one.score);
  const faces: Found[] = [];
  while (left[0] !== undefined) {
    const best = left[0];
    const same = left.filter((other) => overlap(best, other) > SAME);
    faces.push(averaged(best.score, same));
    left = left.filter((other) => !same.includes(other));
  }
  return faces.sort((one, other) => other.width * other.height - one.width * one.height);
}

function candidate(anchor: Spot, index: number, numbers: Float32Array, score: number): Found {
  const at = (offset: number): number => (numbers[index * NUMBERS + offset] ?? 0) / SIDE;
  const [x, y, width, height] = [anchor.x + at(0), anchor.y + at(1), at(2), at(3)];
  const spot = (feature: number): Spot => ({ x: anchor.x + at(4 + 2 * feature), y: anchor.y + at(5 + 2 * feature) });
  return { left: x - width / 2, top: y - height / 2, width, height, score, features: FEATURES.map(spot) as Found["features"] };
}

function averaged(score: number, same: readonly Found[]): Found {
  const total = same.reduce((sum, one) => sum + one.score, 0);
  const mean = (of: (one: Found) => number): number => same.reduce((sum, one) => sum + of(one) * one.score, 0) / total;
  const spot = (index: 0 | 1 | 2): Spot => ({ x: mean((one) => one.features[index].x), y: mean((one) => one.features[index].y) });
  return {
    left: mean((one) => one.left),
    top: mean((one) => one.top),
    width: mean((one) => one.width),
    height: mean((one) => one.height),
    score,
    features: [spot(0), spot(1), spot(2)],
  };
}

function overlap(one: Found, other: Found): number {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  const both = Math.max(across, 0) * Math.max(down, 0);
  return both / Math.max(one.width * one.height + other.width * other.height - both, 1e-9);
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-Math.min(Math.max(value, -100), 100)));
