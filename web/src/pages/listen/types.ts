// Recommendations, playlists and tracks as the server has them: the names of models/.
import type { JobError, Mood } from "../../types";

export type Goal = "match" | "lift" | "calm" | "energize" | "journey";
export const GOALS: Goal[] = ["match", "lift", "calm", "energize", "journey"];

export interface Recommendation {
  id: string;
  name: string;
  artist: string;
  spotify_id: string | null;
  file: string | null;
  source: string;
  features: { valence: number | null; energy: number | null; tempo: number | null; source: string; confidence: number };
  planned: { valence: number; energy: number };
  score: number;
  contributions: { what: string; amount: number; why: string }[];
  sentence: string;
}

export interface Recommendations {
  mood: Mood;
  goal: Goal;
  to: Mood | null;
  seed: number;
  items: Recommendation[];
  unknown: number;
  sources: { name: string; state: "ok" | "off" | "away"; tracks: number; why: string | null }[];
  degraded: boolean;
  notes: string[];
}

export type Says = "like" | "skip" | "not";
export interface Feedback {
  id: string;
  item: string;
  name: string;
  artist: string;
  says: Says;
  mood: Mood | null;
}

export interface PlaylistItem {
  id: string;
  kind: "track" | "file" | "work";
  name: string;
  artist: string;
  spotify_id: string | null;
  file: string | null;
  work: string | null;
  part: string | null;
  seconds: number | null;
  why: string;
}

export interface PlaylistSummary {
  id: string;
  name: string;
  description: string;
  mood: Mood | null;
  to: Mood | null;
  goal: Goal | null;
  count: number;
  shared: boolean;
  updated_at: string;
  version: number;
}

export interface Playlist extends PlaylistSummary {
  items: PlaylistItem[];
  notes: string[];
}

export interface SharedPlaylist {
  name: string;
  description: string;
  mood: Mood | null;
  items: Pick<PlaylistItem, "kind" | "name" | "artist" | "spotify_id" | "seconds">[];
}

export interface Stray {
  at: number;
  name: string;
  artist: string;
  spotify_id: string | null;
}
export interface LeftOut {
  item: string;
  name: string;
  artist: string;
  why: string;
}
export interface Differences {
  state: "never" | "same" | "different" | "gone";
  copy_there: { id: string; url: string; pushed_at: string | null } | null;
  name: { here: string; there: string } | null;
  missing: Stray[];
  extra: Stray[];
  moved: number;
  left_out: LeftOut[];
  proposal: string;
}

export interface Link {
  state: "unlinked" | "linked" | "reauth_soon" | "reauth_required";
  display_name: string | null;
  can_write: boolean;
  linked_at: string | null;
  reauth_by: string | null;
}

export interface TrackView {
  id: string;
  name: string;
  artist: string;
  spotify_id: string | null;
  origins?: { source: "you" | "spotify:saved" | "spotify:top" | "spotify:recent" }[];
}

export interface Kept {
  count: number;
  added: number;
  duplicates: number;
  skipped: { row: number; why: string }[];
}

export interface SourceRead {
  source: string;
  span: string | null;
  state: "waiting" | "reading" | "done" | "away";
  read: number;
  of: number | null;
  kept: number;
  error: JobError | null;
}
export interface Sync {
  errand: string | null;
  last: { started_at: string; ended_at: string | null; sources: SourceRead[]; count: number } | null;
  notes: string[];
}
