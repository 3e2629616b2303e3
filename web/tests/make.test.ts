import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { symbol } from "../src/pages/make/chords";
import { readMidi } from "../src/pages/make/midi";
import { noteSaid } from "../src/pages/make/notes";
import { briefOf, STYLES, USUAL } from "../src/pages/make/order-state";
import { rateFor } from "../src/pages/make/stem-deck";
import { readable } from "../src/pages/make/why";
import { peaks } from "../src/ui/peaks";

const CALM = { valence: 0.55, arousal: -0.65 };

test("the styles are those of the server", () => {
  const catalogue = readFileSync(new URL("../../modules/composing/styles/catalogue.py", import.meta.url), "utf-8");
  const named = /for module in \(([^)]*)\)/.exec(catalogue)?.[1]?.split(",").map((name) => name.trim());
  expect([...STYLES]).toEqual(named);
});

test("a usual order says no more than mood, length and style", () => {
  expect(briefOf(USUAL, CALM, [])).toEqual({ engine: "composer", mood: [0.55, -0.65], seconds: 30, options: { style: "piano" } });
});

test("whatever was asked for is in the order", () => {
  const wanted = { ...USUAL, count: 3, to: "happy", key: "F minor", bpm: "92", metre: "3/4", seed: "7", like: "playlist" as const, playlist: "abc" };
  const brief = briefOf(wanted, CALM, []);
  expect(brief.seed).toBe(7);
  expect(brief.options).toEqual({ style: "piano", count: 3, path: [{ at: 1, mood: "happy" }], key: "F minor", bpm: 92, metre: "3/4", closeness: 0.6, like: { playlist: "abc" } });
});

test("recordings among the files to be like are left out, because notes are needed", () => {
  const file = { id: "a", name: "a", kind: "midi" as const, format: "midi", size: 1, seconds: 1, notes: [], expires_at: null };
  const brief = briefOf({ ...USUAL, like: "files" }, CALM, [file, { ...file, id: "b", kind: "audio" }]);
  expect(brief.options["like"]).toEqual(["a"]);
});

test("what the server says about its work is understood song by song", () => {
  expect(noteSaid("song 2 of 5: playing")).toEqual({ text: "Playing the instruments", song: 2, making: true });
  expect(noteSaid("composing song 3 of 5")).toEqual({ text: "Composing", song: 3, making: false });
  expect(noteSaid("something new")).toEqual({ text: "something new", song: null, making: false });
});

test("chords are written as players read them", () => {
  expect(["D:maj", "E:min", "Bb:min7", "F#:hdim7", "C:maj7", "A:7", "G"].map(symbol)).toEqual(["D", "Em", "B♭m7", "F♯m7♭5", "Cmaj7", "A7", "G"]);
});

test("an answer speaks to people, not to programs", () => {
  expect(readable("Ask for less. The order in `suggestion` does that: send it to POST /generations as it is. It keeps seed 5.")).toBe("Ask for less. It keeps seed 5.");
});

test("notes, tempos and bars are read to the tick, running status and all", () => {
  const track = [0, 0xff, 0x03, 1, 65, 0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, 0, 0xff, 0x58, 4, 3, 2, 24, 8, 0, 0x90, 60, 100, 0x60, 60, 0, 0, 64, 90, 0x81, 0x40, 64, 0, 0, 0xff, 0x2f, 0];
  const bytes = [...Buffer.from("MThd"), 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, ...Buffer.from("MTrk"), 0, 0, 0, track.length, ...track];
  const tune = readMidi(new Uint8Array(bytes).buffer);
  expect(tune.tracks).toEqual([
    { name: "A", drum: false, notes: [{ start: 0, end: 1, pitch: 60, velocity: 100 }, { start: 1, end: 3, pitch: 64, velocity: 90 }] },
  ]);
  expect([tune.seconds, tune.bars]).toEqual([3, [0]]);
  expect(() => readMidi(new Uint8Array([1, 2, 3, 4]).buffer)).toThrow();
});

test("a waveform is as high as the sound is strong", () => {
  expect([...peaks([new Float32Array([0, 0, 0.5, -0.5]), new Float32Array([0, 0, 0.5, 0.5])], 2)]).toEqual([0, 1]);
  expect([...peaks([new Float32Array(4)], 2)]).toEqual([0, 0]);
});

test("instruments are unpacked as finely as memory allows, or not at all", () => {
  expect(rateFor(5, 60, 8)).toBe(44_100);
  expect(rateFor(5, 180, 8)).toBe(32_000);
  expect(rateFor(5, 120, 4)).toBe(22_050);
  expect(rateFor(10, 900, 8)).toBeNull();
});
