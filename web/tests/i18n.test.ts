import { expect, test } from "vitest";
import { duration, preferred, words } from "../src/i18n";
import { de } from "../src/i18n/de";
import { en } from "../src/i18n/en";
import { Refusal } from "../src/refusal";
import { sentences } from "../src/i18n/sentences";

/** Every way through the words, with the kind of thing at its end. */
function paths(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? paths(value, `${before}${key}.`) : [`${before}${key}: ${typeof value}`],
  );
}

test("German says everything that English says", () => {
  expect(paths(de).sort()).toEqual(paths(en).sort());
});

test("a choice counts more than the browser, and an unknown language is English", () => {
  expect(preferred("de", ["en-GB"])).toBe("de");
  expect(preferred(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(preferred("xx", ["fr"])).toBe("en");
});

test("durations are minutes and seconds", () => {
  expect([duration(83), duration(59.7), duration(-1)]).toEqual(["1:23", "1:00", "0:00"]);
});

test("a refusal is said in the visitor's language, with the server's own sentence where there is no other", () => {
  const busy = new Refusal("live.too_many", "You have 4 streams.", { nextStep: "DELETE /live/{id}." });
  const odd = new Refusal("odd.one", "It is $& odd.", { nextStep: "Turn it.", retryAfter: 1 });
  const wrong = new Refusal("options.invalid", "tempo: 3 is too low");
  expect(sentences(busy)).toEqual({ detail: "You have 4 streams.", next: "End one of them first." });
  expect(sentences(odd)).toEqual({ detail: "It is $& odd.", next: "Turn it. Try again in 1 second." });
  words.value = de;
  expect(sentences(busy).detail).toContain("Es laufen schon");
  expect(sentences(wrong).detail).toBe("Eine Angabe passt nicht: tempo: 3 is too low");
  words.value = en;
});
