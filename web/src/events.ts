// Every event of the socket, as docs/asyncapi.yaml describes them. Pages add theirs here.
import type { Bar, Ending, Point, Style, Told } from "./live";
import type { ErrandKind, JobError, Mood, Part } from "./types";

/** What the server sends. */
export interface Heard {
  "generation:queued": { id: string; engine: string; queue_position: number | null; eta_seconds: number | null };
  "generation:progress": { id: string; attempt: number; fraction: number; note: string; eta_seconds: number | null };
  "generation:preview": { id: string; attempt: number; preview: Part };
  "generation:finished": { id: string; attempt: number };
  "generation:failed": { id: string; attempt: number; error: JobError };
  "generation:cancelled": { id: string };
  "mood:observed": {
    source: "face" | "text";
    mood: Mood | null;
    seen: Mood | null;
    certain: boolean;
    at: number | null;
    dropped: number;
    entry: string | null;
    error: JobError | null;
  };
  "errand:queued": { id: string; kind: ErrandKind; subject: string };
  "errand:progress": { id: string; kind: ErrandKind; fraction: number; note: string };
  "errand:finished": { id: string; kind: ErrandKind; subject: string };
  "errand:failed": { id: string; kind: ErrandKind; error: JobError };
  "errand:cancelled": { id: string; kind: ErrandKind };
  "live:bar": Bar & { id: string };
  "live:ended": Ending & { id: string };
  "spotify:reauth_required": { by: string; now: boolean };
}

/** What the page sends, and how it is acknowledged. */
export interface Said {
  "live:start": [Point & { style?: Style; tempo?: number | null; references?: readonly string[]; seed?: number }, Told];
  "live:listen": [{ id: string }, Told];
  "live:leave": [{ id: string }, object];
  "live:mood": [Point & { id: string }, { index: number }];
  "live:stop": [{ id: string; keep?: boolean }, Told];
  "job:watch": [{ id: string }, { job: import("./types").Job }];
  "mood:frame": [{ image: ArrayBuffer; at?: number; remember?: boolean }, { dropped: number }];
  "mood:text": [{ text: string; remember?: boolean }, { mood: Mood; seen: Mood; certain: boolean; entry: string | null }];
}
