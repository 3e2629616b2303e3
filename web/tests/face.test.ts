import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { facesIn } from "../src/pages/feel/here/finder";
import { averaged, mirrored, sharpness, SIDE, turnOf } from "../src/pages/feel/here/framing";
import { calibrationIn, placeOf, PLACES, together } from "../src/pages/feel/here/opinion";

const at = (...path: string[]): URL => new URL(`../../${path.join("/")}`, import.meta.url);

test("answers about one face become one, and what is not sure is none", () => {
  const regressors = new Float32Array(896 * 16);
  const classificators = new Float32Array(896).fill(-10);
  for (const index of [272, 273]) {
    classificators[index] = 2;
    regressors.set([0, 0, 40, 50, -8, -6, 8, -6, 0, 0, 0, 8], index * 16);
  }
  const [face, ...more] = facesIn(regressors, classificators);
  expect(more).toEqual([]);
  expect([face?.width, face?.height]).toEqual([expect.closeTo(40 / 128), expect.closeTo(50 / 128)]);
  expect(face && face.features[1].x - face.features[0].x).toBeCloseTo(16 / 128);
});

test("eyes and mouth come to their places, however the face was turned", () => {
  const turn = turnOf([{ x: 100, y: 150 }, { x: 100, y: 110 }, { x: 140, y: 130.3 }]);
  const there = ({ x, y }: { x: number; y: number }) => ({ x: turn.along * x - turn.across * y + turn.right, y: turn.across * x + turn.along * y + turn.down });
  expect(there({ x: 100, y: 150 }).x).toBeCloseTo(15, 0);
  expect(there({ x: 100, y: 110 }).x).toBeCloseTo(33, 0);
  expect(there({ x: 140, y: 130.3 }).y).toBeCloseTo(37, 0);
});

test("grey is the mean of what it stands for, and a mirror changes sides", () => {
  const pixels = new Uint8ClampedArray((2 * SIDE) ** 2 * 4);
  pixels.fill(255, 0, 8);
  const grey = averaged(pixels, 2);
  expect([grey[0], grey[1]]).toEqual([Math.round(255 / 2), 0]);
  expect(mirrored(grey)[SIDE - 1]).toBe(grey[0]);
  expect(sharpness(grey)).toBeGreaterThan(sharpness(new Uint8Array(SIDE * SIDE).map((_, place) => place % SIDE)));
});

test("the calibration is the one in the weights that are shipped", () => {
  const file = readFileSync(at("modules/mood/detectors/face/weights/face.onnx"));
  const { certain_above: certain, second, warmth } = calibrationIn(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
  expect([certain > 0.3 && certain < 0.9, second >= 0 && second < 1, warmth.length]).toEqual([true, true, 2]);
});

test("two looks that agree are one opinion, which lies where the server puts it", () => {
  const happy = new Float32Array([0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const happyToo = new Float32Array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  const emotions = together(happy, happyToo, { certain_above: 0.5, second: 0.15, warmth: [1, 1] });
  expect(emotions["happy"]).toBeCloseTo(1, 4);
  expect(placeOf(emotions)).toEqual({ valence: expect.closeTo(0.85, 3), arousal: expect.closeTo(0.35, 3) });
});

test("every emotion lies where the server's table has it", () => {
  const table = readFileSync(at("modules/mood/emotions.py"), "utf-8");
  const named = readFileSync(at("models/mood.py"), "utf-8");
  for (const [name, [valence, arousal]] of Object.entries(PLACES)) {
    const row = new RegExp(`\\((MoodLabel\\.\\w+|\\(-?[\\d.]+, -?[\\d.]+\\)), "${name}[ "]`).exec(table)?.[1] ?? "";
    const place = row.startsWith("(") ? row : (new RegExp(`${row}: Point(\\(.*?\\))`).exec(named)?.[1] ?? "");
    expect(place.match(/-?[\d.]+/g)?.map(Number), name).toEqual([valence, arousal]);
  }
});
