import { expect, test } from "vitest";
import { duration, preferred } from "../src/i18n";
import { de } from "../src/i18n/de";
import { en } from "../src/i18n/en";

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
