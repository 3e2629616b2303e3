// What becomes of the point: kept in the history when it rests, a correction when it was read from something before.
import { signal } from "@preact/signals";
import type { Point } from "../../circle";
import { newKey, patch, post, remove } from "../../api";
import { feel, mood } from "../../mood";
import { Refusal } from "../../refusal";
import type { MoodAnswer, MoodEntry } from "../../types";

export type Status = "idle" | "saving" | "saved" | "corrected" | "moved" | "undone";
export const status = signal<Status>("idle");
export const problem = signal<Refusal | null>(null);
/** What was read last from a sentence or a face, while it is on the page. */
export const answer = signal<MoodAnswer | null>(null);

const REST = 900;
/** So long after it was kept, moving the point again changes that mood; later it is a new one. */
const SAME_FEELING = 120_000;
let timer = 0;
let turn = 0;
let kept: { id: string; at: number } | null = null;

/** The person moved the point and let it go; a moment of rest later it counts. */
export function pointed(to: Point): void {
  clearTimeout(timer);
  feel(to, { source: "pointed" });
  timer = window.setTimeout(() => void settle(to), REST);
}

/** A sentence or a face was read: the point goes there, and dragging it from now on corrects. */
export function read(found: MoodAnswer): void {
  clearTimeout(timer);
  turn += 1;
  answer.value = found;
  problem.value = null;
  status.value = found.id === null ? "idle" : "saved";
  kept = found.id === null ? null : { id: found.id, at: Date.now() };
  feel(found.mood, { id: found.id, source: found.mood.source });
}

export function forgetAnswer(): void {
  answer.value = null;
  status.value = "idle";
  problem.value = null;
}

export async function undo(): Promise<void> {
  const id = kept?.id;
  if (id === undefined) return;
  await told("undone", async () => {
    await remove(`/mood/${id}`);
    kept = null;
    answer.value = null;
    feel(mood.value, { id: null });
  });
}

async function settle(to: Point): Promise<void> {
  const before = answer.value?.id ?? (kept !== null && Date.now() - kept.at < SAME_FEELING ? kept.id : null);
  const outcome = answer.value?.id ? "corrected" : before === null ? "saved" : "moved";
  await told(outcome, async (isLatest) => {
    const id = before === null ? await recorded(to) : await corrected(before, to);
    kept = { id, at: Date.now() };
    if (isLatest()) feel(mood.value, { id });
  });
}

const recorded = async (to: Point): Promise<string> =>
  (await post<MoodAnswer>("/mood", { valence: to.valence, arousal: to.arousal }, { key: newKey() })).id ?? "";

async function corrected(id: string, to: Point): Promise<string> {
  try {
    return (await patch<MoodEntry>(`/mood/${id}`, { mood: { valence: to.valence, arousal: to.arousal } })).id;
  } catch (error) {
    if (Refusal.of(error).status !== 404) throw error;
    return recorded(to);
  }
}

/** Says that it works, then how it went; only the latest has a say. */
async function told(outcome: Status, act: (isLatest: () => boolean) => Promise<void>): Promise<void> {
  const mine = ++turn;
  const isLatest = (): boolean => mine === turn;
  status.value = "saving";
  problem.value = null;
  try {
    await act(isLatest);
    if (isLatest()) status.value = outcome;
  } catch (error) {
    if (!isLatest()) return;
    status.value = "idle";
    problem.value = Refusal.of(error);
  }
}
