import { afterEach, expect, test } from "vitest";
import { words } from "../src/i18n";
import { de } from "../src/i18n/de";
import { en } from "../src/i18n/en";
import { chordName, keyName } from "../src/pages/hear/names";

afterEach(() => void (words.value = en));

test.each([["A:min7", "Am7"], ["C:maj", "C"], ["F#:hdim7", "F♯ø7"], ["Bb:7", "B♭7"], ["C:maj/E", "C/E"], ["Db:sus", "D♭sus4"]])("the chord %s is called %s", (written, name) => {
  expect(chordName(written)).toBe(name);
});

test.each([["B major", "H‑Dur"], ["Bb minor", "b‑Moll"], ["Eb major", "Es‑Dur"], ["Ab major", "As‑Dur"], ["F# minor", "fis‑Moll"], ["C# minor", "cis‑Moll"]])("%s is %s in German", (written, name) => {
  words.value = de;
  expect(keyName(written)).toBe(name);
});

test("a key in English has its signs", () => {
  expect(keyName("Db major")).toBe("D♭ major");
});
