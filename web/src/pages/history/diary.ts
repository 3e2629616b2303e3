// Diary: moods, days and works of a span of days, read together; a day is one by the visitor's own clock.
import { everything, get } from "../../api";
import type { Job, MoodDay, MoodEntry } from "../../types";

export interface Diary {
  /** Newest first. */
  entries: MoodEntry[];
  /** Oldest first. */
  days: MoodDay[];
  works: Job[];
}

const MOST = 1000;

export async function readDiary(span: number, now: Date = new Date()): Promise<Diary> {
  const days = (await get<{ items: MoodDay[] }>("/mood/history/daily", { days: span, offset: -now.getTimezoneOffset() })).items;
  const since = beginning(span, now, days);
  const [entries, works] = await Promise.all([
    everything<MoodEntry>("/mood/history", { since: since.toISOString() }, MOST),
    everything<Job>("/generations", {}, 200),
  ]);
  return { entries, days, works: works.filter((work) => new Date(work.created_at) >= since) };
}

/** Where the span begins by this machine's clock, or by the server's days, where this clock is ahead of them. */
function beginning(span: number, now: Date, days: readonly MoodDay[]): Date {
  const here = startOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - span + 1));
  const there = days[0] === undefined ? here : startOf(noonOf(days[0].day));
  return there < here ? there : here;
}

/** 2026-11-21, by this machine's clock. */
export function dayOf(moment: string | Date): string {
  const date = new Date(moment);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Noon of such a day, to be written in the visitor's language. */
export const noonOf = (day: string): Date => new Date(`${day}T12:00:00`);

function startOf(date: Date): Date {
  date.setHours(0, 0, 0, 0);
  return date;
}
