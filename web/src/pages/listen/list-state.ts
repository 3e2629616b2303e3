// One playlist as the server has it: each change names the version it was made from, and a stale one reads anew.
import { signal } from "@preact/signals";
import { call, get } from "../../api";
import { Refusal } from "../../refusal";
import type { Playlist, PlaylistItem } from "./types";

export const list = signal<Playlist | null>(null);
export const problem = signal<Refusal | null>(null);
/** Somebody else, or another tab, was faster. */
export const overtaken = signal(false);
/** Goes up when a change has arrived. */
export const changes = signal(0);

interface Request {
  method: string;
  body?: unknown;
}

const path = (id: string): string => `/playlists/${encodeURIComponent(id)}`;

export async function read(id: string): Promise<void> {
  try {
    const found = await get<Playlist>(path(id));
    if (list.value?.id === id && list.value.version > found.version) return;
    list.value = found;
    problem.value = null;
  } catch (error) {
    problem.value = Refusal.of(error);
  }
}

/** Shows `guess` at once, then what the server made of it; what it refused is put back. False if it was refused. */
export async function change(what: string, request: Request, guess?: (before: Playlist) => Playlist, again = true): Promise<boolean> {
  const before = list.value;
  if (before === null) return false;
  if (guess) list.value = guess(before);
  problem.value = null;
  overtaken.value = false;
  try {
    const answer = await call<Playlist | null>(`${path(before.id)}${what}`, { ...request, version: before.version });
    if (answer !== null && list.value?.id === before.id) list.value = answer;
    changes.value += 1;
    return true;
  } catch (error) {
    if (list.value?.id === before.id) list.value = before;
    const refused = Refusal.of(error);
    if (refused.status === 412) {
      await read(before.id);
      if (again && list.value !== null && sameForPeople(before, list.value)) return change(what, request, guess, false);
      overtaken.value = true;
    } else {
      problem.value = refused;
    }
    return false;
  }
}

/** Only what nobody sees was changed, such as where its copy lies at Spotify. */
const sameForPeople = (one: Playlist, other: Playlist): boolean =>
  one.name === other.name && one.description === other.description && one.items.map(({ id }) => id).join() === other.items.map(({ id }) => id).join();

/** One change after the other: a quick hand must not overtake itself. */
let last: Promise<unknown> = Promise.resolve();
export function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const next = last.then(act, act);
  last = next.catch(() => undefined);
  return next;
}

/** The items with one of them at another place. */
export function moved(items: readonly PlaylistItem[], from: number, to: number): PlaylistItem[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : [...rest.slice(0, to), item, ...rest.slice(to)];
}
