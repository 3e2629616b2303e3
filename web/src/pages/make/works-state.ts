// The visitor's orders as the server has them: read, kept up to date by its events, and called off or thrown away.
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, newKey, patch, post, remove } from "../../api";
import { Refusal } from "../../refusal";
import { on, onRefresh } from "../../socket";
import type { Brief, Job, Page } from "../../types";
import { piece, play, replaceSound, sounds, stop } from "../../ui/playing";
import { pieceOf, previewOf, songsOf } from "./songs";

const SHOWN = 10;
const LOOK_AGAIN = 8000;
export const jobs = signal<Job[] | null>(null);
export const cursor = signal<string | null>(null);
export const problem = signal<Refusal | null>(null);
/** One that is looked at by itself, wherever in the list it is. */
export const opened = signal<Job | null>(null);
/** What was ordered on this page and shall sound as soon as it can. */
const awaited = new Set<string>();

export const settled = (job: Job): boolean => !["queued", "running"].includes(job.state);
export const working = computed(() => (jobs.value ?? []).filter((job) => !settled(job)));

/** Keeps the orders fresh while a page shows them. */
export function useJobs(): void {
  useEffect(() => {
    const stops = [
      onRefresh(() => void readAll()),
      on("generation:queued", ({ id, queue_position, eta_seconds }) => {
        if (!change(id, { queue_position, eta_seconds })) void read(id);
      }),
      on("generation:progress", ({ id, attempt, fraction, note, eta_seconds }) => {
        if (!change(id, { attempt, state: "running", queue_position: null, progress: { fraction, note }, eta_seconds })) void read(id);
      }),
      ...(["generation:preview", "generation:finished", "generation:failed", "generation:cancelled"] as const).map((event) =>
        on(event, ({ id }: { id: string }) => void read(id)),
      ),
    ];
    const again = setInterval(() => working.value.forEach(({ id }) => void read(id)), LOOK_AGAIN);
    return () => {
      clearInterval(again);
      stops.forEach((end) => end());
    };
  }, []);
}

export async function readAll(): Promise<void> {
  const limit = Math.min(Math.max(jobs.value?.length ?? 0, SHOWN), 100);
  await guarded(async () => {
    const page = await get<Page<Job>>("/generations", { limit });
    jobs.value = page.items;
    cursor.value = page.next_cursor;
    page.items.forEach(heed);
  });
}

export const readMore = (): Promise<void> =>
  guarded(async () => {
    const page = await get<Page<Job>>("/generations", { limit: SHOWN, cursor: cursor.value });
    const known = new Set((jobs.value ?? []).map(({ id }) => id));
    jobs.value = [...(jobs.value ?? []), ...page.items.filter(({ id }) => !known.has(id))];
    cursor.value = page.next_cursor;
  });

/** Look at one: what it is now takes its place, and a gone one goes. What was begun elsewhere goes first. */
async function read(id: string): Promise<void> {
  try {
    const found = await get<Job>(`/generations/${encodeURIComponent(id)}`);
    put(found, !settled(found));
  } catch (error) {
    if (Refusal.of(error).status === 404) forget(id);
  }
}

/** Throws Refusal: there may be no such work. */
export async function open(id: string): Promise<Job> {
  const found = await get<Job>(`/generations/${encodeURIComponent(id)}`);
  opened.value = found;
  put(found);
  return found;
}

/** Throws Refusal. The same key is the same order, however often it is tried. */
export async function order(brief: Brief, key = newKey()): Promise<Job> {
  const job = await post<Job>("/generations", brief, { key });
  awaited.add(job.id);
  put(job, true);
  return job;
}

export const cancel = (job: Job): Promise<void> =>
  guarded(async () => {
    awaited.delete(job.id);
    const left = await remove<Job | null>(`/generations/${job.id}`);
    if (left === null) forget(job.id);
    else put(left);
  });

export const discard = (job: Job): Promise<void> =>
  guarded(async () => {
    await remove(`/generations/${job.id}`);
    forget(job.id);
  });

export const keep = (job: Job, kept: boolean): Promise<void> =>
  guarded(async () => put(await patch<Job>(`/generations/${job.id}`, { kept })));

function put(job: Job, isNew = false): void {
  const known = jobs.value ?? [];
  if (known.some(({ id }) => id === job.id)) jobs.value = known.map((one) => (one.id === job.id ? job : one));
  else if (isNew) jobs.value = [job, ...known];
  if (opened.value?.id === job.id) opened.value = job;
  heed(job);
}

/** What an event hints at, until it is read; false if nobody here knows the order. */
function change(id: string, news: Partial<Job>): boolean {
  const now = (job: Job): Job => (job.id === id && !settled(job) ? { ...job, ...news } : job);
  const known = (jobs.value ?? []).some((job) => job.id === id);
  if (known) jobs.value = (jobs.value ?? []).map(now);
  if (opened.value !== null) opened.value = now(opened.value);
  return known || opened.value?.id === id;
}

function forget(id: string): void {
  jobs.value = (jobs.value ?? []).filter((job) => job.id !== id);
  if (opened.value?.id === id) opened.value = null;
  if (piece.value?.key.startsWith(`${id}/`)) stop();
}

/** What was waited for sounds; its first bars go over into the whole where they are. */
function heed(job: Job): void {
  const first = songsOf(job)[0];
  const whole = first ? pieceOf(first) : null;
  if (whole !== null) replaceSound(whole);
  if (!awaited.has(job.id)) return;
  const next = whole ?? previewOf(job);
  if (settled(job)) awaited.delete(job.id);
  if (next === null || piece.value?.key === next.key) return;
  if (!sounds.value) void play(next);
}

async function guarded(act: () => Promise<void>): Promise<void> {
  try {
    await act();
    problem.value = null;
  } catch (error) {
    problem.value = Refusal.of(error);
  }
}
