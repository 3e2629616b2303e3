// From the JSON schema of an engine's options to the fields of a form, and from what was filled in to options.
import type { Schema } from "../../types";

export type Kind = "text" | "number" | "choice" | "yes" | "list" | "json" | "file";

export interface Field {
  name: string;
  title: string;
  hint: string;
  kind: Kind;
  required: boolean;
  /** Only whole numbers. */
  whole: boolean;
  least: number | null;
  most: number | null;
  longest: number | null;
  choices: string[];
  /** What holds when nothing is said; undefined when nothing does. */
  usual: unknown;
}

export type Wrong = { kind: "required" | "number" | "whole" | "json" } | { kind: "least" | "most" | "long"; bound: number };
/** What stands in the fields, by name: text, or whether a box is ticked. */
export type Filled = Record<string, string | boolean>;

export function fieldsOf(schema: Schema): Field[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, found]) => fieldOf(name, plain(found, schema), required.has(name)));
  return fields.sort((one, other) => Number(other.required) - Number(one.required));
}

/** What was said, as the server wants it, and what is wrong by name. What is left empty is left out. */
export function optionsOf(fields: readonly Field[], filled: Filled): { options: Record<string, unknown>; wrong: Record<string, Wrong> } {
  const options: Record<string, unknown> = {};
  const wrong: Record<string, Wrong> = {};
  for (const field of fields) {
    const said = filled[field.name];
    if (said === undefined || said === "") {
      if (field.required) wrong[field.name] = { kind: "required" };
      continue;
    }
    const value = typeof said === "boolean" ? said : valueOf(field, said);
    const complaint = value === undefined ? complaintOf(field) : check(field, value);
    if (complaint !== null) wrong[field.name] = complaint;
    else if (value !== field.usual) options[field.name] = value;
  }
  return { options, wrong };
}

function fieldOf(name: string, schema: Schema, required: boolean): Field {
  const choices = (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).filter((each) => each !== null).map(String);
  return {
    name,
    title: schema.title ?? name,
    hint: schema.description ?? "",
    kind: kindOf(schema, choices),
    required,
    whole: typeOf(schema) === "integer",
    least: schema.minimum ?? schema.exclusiveMinimum ?? null,
    most: schema.maximum ?? schema.exclusiveMaximum ?? null,
    longest: schema.maxLength ?? null,
    choices,
    usual: schema.default,
  };
}

function kindOf(schema: Schema, choices: string[]): Kind {
  if (choices.length > 0) return "choice";
  switch (typeOf(schema)) {
    case "boolean":
      return "yes";
    case "integer":
    case "number":
      return "number";
    case "string":
      return /\bid of an? uploaded\b/i.test(schema.description ?? "") ? "file" : "text";
    case "array":
      return typeOf(schema.items ?? {}) === "string" ? "list" : "json";
    default:
      return "json";
  }
}

/** Without references, and without the null of something that may be left out. */
function plain(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  const { $ref: _, anyOf, allOf, ...own } = schema;
  if (name !== undefined) return { ...plain(root.$defs?.[name] ?? {}, root), ...own };
  const kinds = (anyOf ?? allOf ?? []).filter((each) => each.type !== "null");
  return kinds.length === 1 && kinds[0] ? { ...plain(kinds[0], root), ...own } : schema;
}

const typeOf = (schema: Schema): string | undefined =>
  Array.isArray(schema.type) ? schema.type.find((each) => each !== "null") : schema.type;

/** undefined when it cannot be read. */
function valueOf(field: Field, said: string): unknown {
  if (field.kind === "number") return Number.isFinite(Number(said)) ? Number(said) : undefined;
  if (field.kind === "list") return said.split("\n").map((line) => line.trim()).filter(Boolean);
  if (field.kind !== "json") return said;
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

const complaintOf = (field: Field): Wrong => ({ kind: field.kind === "json" ? "json" : "number" });

function check(field: Field, value: unknown): Wrong | null {
  if (typeof value === "string" && field.longest !== null && value.length > field.longest) return { kind: "long", bound: field.longest };
  if (typeof value !== "number") return null;
  if (field.whole && !Number.isInteger(value)) return { kind: "whole" };
  if (field.least !== null && value < field.least) return { kind: "least", bound: field.least };
  if (field.most !== null && value > field.most) return { kind: "most", bound: field.most };
  return null;
}
