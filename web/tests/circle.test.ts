import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBox, hue, inside, nearestLabel, POINTS, pointOf, toBox } from "../src/circle";

test("the words lie where the server puts them", () => {
  const server = readFileSync(new URL("../../models/mood.py", import.meta.url), "utf-8");
  const rows = [...server.matchAll(/MoodLabel\.(\w+): Point\((-?[\d.]+), (-?[\d.]+)\)/g)];
  const theirs = Object.fromEntries(rows.map(([, name, v, a]) => [name?.toLowerCase(), [Number(v), Number(a)]]));
  expect(theirs).toEqual(POINTS);
});

test("every word is the nearest to its own point", () => {
  for (const label of Object.keys(POINTS)) expect(nearestLabel(pointOf(label))).toBe(label);
});

test("a point outside, or none at all, is held inside", () => {
  expect(inside({ valence: 3, arousal: 4 })).toEqual({ valence: 0.6, arousal: 0.8 });
  expect(inside({ valence: NaN, arousal: Infinity })).toEqual({ valence: 0, arousal: 0 });
});

test("the box and the circle are two ways to say the same", () => {
  expect(fromBox(0.5, 0)).toEqual({ valence: 0, arousal: 1 });
  const { x, y } = toBox(fromBox(0.7, 0.4));
  expect([x, y]).toEqual([expect.closeTo(0.7), expect.closeTo(0.4)]);
});

test("the colour goes round without a jump", () => {
  const at = (degrees: number): number => {
    const turn = (degrees * Math.PI) / 180;
    return hue({ valence: Math.cos(turn), arousal: Math.sin(turn) });
  };
  for (let degrees = 0; degrees < 360; degrees += 1) {
    const step = Math.abs(at(degrees + 1) - at(degrees));
    expect(Math.min(step, 360 - step)).toBeLessThan(3);
  }
});
