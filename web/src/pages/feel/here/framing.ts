// Framing: a face set upright in the frame that the network knows, as modules/mood/detectors/face/framing.py does it.
import type { Spot } from "./finder";

export const SIDE = 48;
/** Where the network's pictures have right eye, left eye and mouth. */
const PLACES: readonly Spot[] = [
  { x: 15.0, y: 18.7 },
  { x: 33.0, y: 18.7 },
  { x: 24.1, y: 37.0 },
];
const FINEST = 6;

/** x' = along * x - across * y + right; y' = across * x + along * y + down. */
export interface Turn {
  along: number;
  across: number;
  right: number;
  down: number;
}

/** The rotation, scale and shift that bring eyes and mouth closest to their places in a frame of 48. */
export function turnOf(features: readonly Spot[]): Turn {
  const start = middle(features);
  const goal = middle(PLACES);
  let along = 0;
  let across = 0;
  let spread = 1e-9;
  features.forEach((feature, index) => {
    const place = PLACES[index] ?? goal;
    const [x, y, u, v] = [feature.x - start.x, feature.y - start.y, place.x - goal.x, place.y - goal.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  along /= spread;
  across /= spread;
  return { along, across, right: goal.x - along * start.x + across * start.y, down: goal.y - across * start.x - along * start.y };
}

/** The face, grey, 48 by 48: drawn finer than that and averaged, so that nothing of it is skipped. */
export function framed(picture: CanvasImageSource, turn: Turn): Uint8Array {
  const scale = Math.max(Math.hypot(turn.along, turn.across), 1e-6);
  const fine = Math.min(Math.max(Math.ceil(1 / scale), 1), FINEST);
  const side = SIDE * fine;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  pen.fillStyle = "#808080";
  pen.fillRect(0, 0, side, side);
  const { along, across, right, down } = turn;
  pen.setTransform(along * fine, across * fine, -across * fine, along * fine, right * fine, down * fine);
  pen.drawImage(picture, 0, 0);
  return averaged(pen.getImageData(0, 0, side, side).data, fine);
}

/** Grey as eyes see it, and the mean of each square of `fine` by `fine` pixels. */
export function averaged(pixels: Uint8ClampedArray, fine: number): Uint8Array {
  const wide = SIDE * fine;
  const grey = new Uint8Array(SIDE * SIDE);
  for (let place = 0; place < grey.length; place += 1) {
    const [left, top] = [(place % SIDE) * fine, Math.floor(place / SIDE) * fine];
    let sum = 0;
    for (let y = top; y < top + fine; y += 1) {
      for (let x = left; x < left + fine; x += 1) {
        const at = (y * wide + x) * 4;
        sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
      }
    }
    grey[place] = Math.round(sum / (fine * fine));
  }
  return grey;
}

export function mirrored(face: Uint8Array): Uint8Array {
  return face.map((_, place) => face[place - (place % SIDE) + (SIDE - 1 - (place % SIDE))] ?? 0);
}

/** Fine detail, as a share of all contrast. */
export function sharpness(face: Uint8Array): number {
  const at = (x: number, y: number): number => face[reflected(y) * SIDE + reflected(x)] ?? 0;
  const detail = Array.from(face, (grey, place) => {
    const [x, y] = [place % SIDE, Math.floor(place / SIDE)];
    return at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * grey;
  });
  return variance(detail) / Math.max(variance(Array.from(face)), 1);
}

const reflected = (index: number): number => (index < 0 ? -index : index >= SIDE ? 2 * SIDE - 2 - index : index);

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

const middle = (spots: readonly Spot[]): Spot => ({
  x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length,
  y: spots.reduce((sum, { y }) => sum + y, 0) / spots.length,
});
