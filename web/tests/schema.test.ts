import { expect, test } from "vitest";
import { fieldsOf, optionsOf } from "../src/pages/studio/schema";
import type { Schema } from "../src/types";

const SCHEMA: Schema = {
  $defs: { Level: { enum: ["near", "far"], type: "string" } },
  properties: {
    tempo: { anyOf: [{ type: "number", minimum: 0.25, maximum: 4 }, { type: "null" }], default: null, title: "Tempo" },
    count: { type: "integer", minimum: 1, maximum: 50, default: 1 },
    level: { $ref: "#/$defs/Level", default: "near" },
    loop: { type: "boolean", default: false },
    like: { type: "array", items: { type: "string" }, default: [] },
    path: { type: "array", items: { type: "object" } },
    midi: { type: "string", description: "The id of an uploaded MIDI file" },
  },
  required: ["midi"],
};

test("every kind of option gets its kind of field, what is needed first", () => {
  const kinds = fieldsOf(SCHEMA).map(({ name, kind }) => `${name}: ${kind}`);
  expect(kinds).toEqual(["midi: file", "tempo: number", "count: number", "level: choice", "loop: yes", "like: list", "path: json"]);
});

test("what is said becomes options, and what is left empty or usual is left out", () => {
  const filled = { midi: "abc", tempo: "1.5", count: "1", level: "", loop: true, like: "a\n\n b ", path: '[{"at": 0}]' };
  expect(optionsOf(fieldsOf(SCHEMA), filled)).toEqual({
    options: { midi: "abc", tempo: 1.5, loop: true, like: ["a", "b"], path: [{ at: 0 }] },
    wrong: {},
  });
});

test("what cannot be is said at its field", () => {
  const { wrong } = optionsOf(fieldsOf(SCHEMA), { tempo: "fast", count: "51", path: "[" });
  expect(wrong).toEqual({ midi: { kind: "required" }, tempo: { kind: "number" }, count: { kind: "most", bound: 50 }, path: { kind: "json" } });
});
