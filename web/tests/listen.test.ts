import { expect, test } from "vitest";
import { versionOf } from "../src/pages/listen/cover";
import { moved } from "../src/pages/listen/list-state";
import type { PlaylistItem } from "../src/pages/listen/types";

const item = (id: string): PlaylistItem => ({ id, kind: "track", name: id, artist: "", spotify_id: null, file: null, work: null, part: null, seconds: null, why: "" });
const named = (items: PlaylistItem[]): string => items.map(({ id }) => id).join("");

test("an item goes to its new place and the others close up", () => {
  const items = ["a", "b", "c", "d"].map(item);
  expect(named(moved(items, 0, 2))).toBe("bcad");
  expect(named(moved(items, 3, 0))).toBe("dabc");
  expect(named(moved(items, 1, 1))).toBe("abcd");
  expect(named(moved(items, 9, 0))).toBe("abcd");
});

test("a cover is another one when a mood of the list is", () => {
  const calm = { valence: 0.5, arousal: -0.6 };
  expect(versionOf({ mood: calm, to: null })).not.toBe(versionOf({ mood: null, to: null }));
  expect(versionOf({ mood: calm, to: null })).not.toBe(versionOf({ mood: calm, to: { valence: 0, arousal: 1 } }));
});
