// The server's words as TypeScript: the same names as in models/, only what the page uses.

export interface Mood {
  valence: number;
  arousal: number;
  label: string;
  confidence: number;
  distribution: Record<string, number>;
  source: string;
}

export interface Evidence {
  mood: Mood;
  certain: boolean;
  network: string | null;
}

export interface MoodAnswer {
  id: string | null;
  created_at: string;
  mood: Mood;
  certain: boolean;
  evidence: Evidence[];
  notes: string[];
  readings: Reading[];
}

export interface Reading {
  mood: Mood;
  emotions: Record<string, number>;
  certain: boolean;
  boxes: Box[];
  language: string | null;
  notes: string[];
  network: string;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
  score: number;
}

export interface MoodEntry {
  id: string;
  created_at: string;
  mood: Mood;
  observed: Mood;
  evidence: Evidence[];
  certain: boolean;
  corrected_at: string | null;
  notes: string[];
}

export interface MoodDay {
  day: string;
  mood: Mood;
  spread: number;
  count: number;
}

export interface Consent {
  purpose: string;
  given: boolean;
  wording: string;
  text: string;
  given_at: string | null;
}

export interface User {
  id: string;
  spotify_id: string | null;
  display_name: string;
  email: string | null;
  created_at: string;
  preferences: Record<string, unknown>;
  guest: boolean;
}

export type PartKind = "mix" | "stem" | "dry" | "midi" | "score" | "picture" | "record";

export interface Part {
  name: string;
  kind: PartKind;
  media_type: string;
  size: number;
  sha256: string;
  title: string | null;
}

export interface Brief {
  engine: string;
  mood?: Mood | string | [number, number] | null;
  seconds?: number | null;
  seed?: number | null;
  options: Record<string, unknown>;
}

export type JobState = "queued" | "running" | "finished" | "failed" | "cancelled" | "expired";

export interface JobError {
  code: string;
  detail: string;
  next_step: string | null;
}

export interface Job {
  id: string;
  engine: string;
  state: JobState;
  brief: Brief & { mood: Mood | null; seed: number | null; seconds: number | null };
  created_at: string;
  started_at: string | null;
  settled_at: string | null;
  attempt: number;
  cancel_requested: boolean;
  progress: { fraction: number; note: string };
  queue_position: number | null;
  eta_seconds: number | null;
  preview: Part | null;
  work: { parts: Part[]; seconds: number; summary: Record<string, unknown>; notes: string[] } | null;
  files: Record<string, string>;
  error: JobError | null;
  kept: boolean;
  expires_at: string | null;
}

export interface Engine {
  name: string;
  title: string;
  description: string;
  queue: string;
  ready: boolean;
  missing: string[];
  limits: string[];
  options: Schema;
}

/** As much of JSON schema as options use. */
export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type ErrandKind = "playlist.push" | "library.sync" | "twin.train";

export interface Errand {
  id: string;
  kind: ErrandKind;
  /** What it is about, such as the id of a playlist. */
  subject: string;
  state: "queued" | "running" | "finished" | "failed" | "cancelled";
  created_at: string;
  not_before: string | null;
  cancel_requested: boolean;
  progress: { fraction: number; note: string };
  result: Record<string, unknown> | null;
  error: JobError | null;
}

export interface Upload {
  id: string;
  name: string;
  kind: "audio" | "midi";
  format: string;
  size: number;
  seconds: number;
  notes: string[];
  expires_at: string | null;
}

/** What a training did, measured on music that neither learning nor early stopping saw. */
export interface Receipt {
  verdict: "clearly audible" | "slight" | "no audible effect";
  words: string;
  unit: string;
  held_before: number;
  held_after: number;
  distance: { before: number; after: number; own: number };
  copying: { longest: number; unit: string; usual: number; source: string | null; remark: string };
  listening: { before: string; after: string; seed: number; changed: number } | null;
  divided: string;
}

export interface Twin {
  id: string;
  name: string;
  title: string;
  state: "training" | "ready" | "failed" | "empty";
  skipped: { name: string; why: string }[];
  notes: string[];
  versions: { number: number }[];
  receipt: Receipt | null;
  training: Errand | null;
  error: JobError | null;
}
