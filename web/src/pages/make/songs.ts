// Songs: what an order became, one by one, with its files sorted by what they are for.
import { nearestLabel } from "../../circle";
import { words } from "../../i18n";
import { addressOf } from "../../router";
import type { Job, Part } from "../../types";
import type { Piece } from "../../ui/playing";

export interface Song {
  job: Job;
  /** From 1; the only one is 1. */
  number: number;
  title: string;
  seconds: number;
  /** The server's few facts about it. */
  facts: Record<string, unknown>;
  parts: Part[];
  folder: string;
}

/** Sound as it is where the server is near, small where the way is long. */
const NEAR = ["localhost", "127.0.0.1", "[::1]"].includes(globalThis.location?.hostname ?? "");
const FORM = NEAR ? "flac" : "mp3";

export function songsOf(job: Job): Song[] {
  if (job.work === null) return [];
  const { parts, summary, seconds } = job.work;
  const several = summary["songs"];
  if (!Array.isArray(several) || several.length === 0) {
    return [{ job, number: 1, title: titled(job, summary), seconds: secondsOf(summary, seconds), facts: summary, parts, folder: "" }];
  }
  return several.map((facts: Record<string, unknown>, index) => {
    const folder = `${String(facts["folder"])}/`;
    const own = parts.filter((part) => part.name.startsWith(folder));
    return { job, number: index + 1, title: titled(job, facts), seconds: secondsOf(facts, seconds), facts, parts: own, folder };
  });
}

const secondsOf = (facts: Record<string, unknown>, all: number): number => (typeof facts["seconds"] === "number" ? facts["seconds"] : all);

/** Where a file of the work lies. */
export const fileOf = (job: Job, name: string): string => job.files[name] ?? addressAt(job.id, name);

const addressAt = (work: string, name: string): string => `/generations/${encodeURIComponent(work)}/files/${name.split("/").map(encodeURIComponent).join("/")}`;

/** The same sound in the form that suits this browser's way to the server. */
export const soundOf = (job: Job, name: string): string => inForm(fileOf(job, name));
export const soundAt = (work: string, name: string): string => inForm(addressAt(work, name));
const inForm = (address: string): string => address.replace(/\.flac$/, `.${FORM}`);

export const partOf = (song: Song, kind: Part["kind"]): Part | undefined => song.parts.find((part) => part.kind === kind);
export const stemsOf = (song: Song): Part[] => song.parts.filter((part) => part.kind === "stem");

export function pieceOf(song: Song): Piece | null {
  const mix = partOf(song, "mix");
  if (mix === undefined) return null;
  return { key: `${song.job.id}/${song.number}`, title: song.title, about: playedBy(song.job), href: hrefOf(song), sound: soundOf(song.job, mix.name) };
}

/** The first bars of what is being made; the first song takes their place. */
export function previewOf(job: Job): Piece | null {
  if (job.preview === null) return null;
  return { key: `${job.id}/1`, title: nameOf(job), about: words.value.make.works.firstBars, href: addressOf("make", job.id), sound: fileOf(job, job.preview.name), early: true };
}

export const hrefOf = (song: Song): string =>
  song.number === 1 ? addressOf("make", song.job.id) : addressOf("make", song.job.id, String(song.number));

/** What an order is called before, while and after it is made. */
export function nameOf(job: Job): string {
  const { make, shell } = words.value;
  const songs = songsOf(job);
  if (songs.length === 1 && songs[0]) return songs[0].title;
  const mood = job.brief.mood?.label;
  if (mood === undefined) return job.engine in make.engines ? make.engines[job.engine as keyof typeof make.engines] : job.engine;
  const word = capital(shell.moods[mood as keyof typeof shell.moods] ?? mood);
  const to = lastMood(job);
  return to === null ? word : make.song.fromTo(word, to);
}

/** Who plays, and how many songs there are of it. */
export function aboutJob(job: Job): string {
  const count = Number(job.brief.options["count"] ?? 1);
  return count > 1 ? `${playedBy(job)} · ${words.value.make.works.songs(count)}` : playedBy(job);
}

export function playedBy(job: Job): string {
  const { make } = words.value;
  const style = job.brief.options["style"];
  const named = typeof style === "string" && style in make.styles ? make.styles[style as keyof typeof make.styles] : null;
  return job.engine === "composer" ? (named ?? make.styles.piano) : engineName(job);
}

function lastMood(job: Job): string | null {
  const path = job.brief.options["path"];
  const last = Array.isArray(path) ? (path.at(-1) as { valence?: number; arousal?: number } | undefined) : undefined;
  if (last === undefined || typeof last.valence !== "number" || typeof last.arousal !== "number") return null;
  const { moods } = words.value.shell;
  const label = nearestLabel({ valence: last.valence, arousal: last.arousal });
  return moods[label as keyof typeof moods] ?? label;
}

function titled(job: Job, facts: Record<string, unknown>): string {
  const told = facts["title"];
  if (typeof told === "string") return titleSaid(told);
  return job.brief.mood === null ? engineName(job) : nameFor(job);
}

/** "From tense to calm in Bb major, no. 2", said in the visitor's language. */
export function titleSaid(told: string): string {
  const { make, shell } = words.value;
  const found = /^(?:From (\w+) to (\w+)|(\w+)) in ([A-G][b#]?) (major|minor)(?:, no\. (\d+))?$/.exec(told);
  if (found === null) return told;
  const [, from, to, only, tonic = "C", mode = "major", number] = found;
  const mood = (label: string | undefined): string => shell.moods[(label ?? "").toLowerCase() as keyof typeof shell.moods] ?? label ?? "";
  const felt = only === undefined ? make.song.fromTo(capital(mood(from)), mood(to)) : capital(mood(only));
  const name = make.song.inKey(felt, keyName(tonic, mode));
  return number === undefined ? name : make.song.numbered(name, Number(number));
}

const nameFor = (job: Job): string => {
  const { moods } = words.value.shell;
  return capital(moods[job.brief.mood?.label as keyof typeof moods] ?? engineName(job));
};

function engineName(job: Job): string {
  const { engines } = words.value.make;
  return engines[job.engine as keyof typeof engines] ?? job.engine;
}

/** "Bb major" as people write it; where they count H and B, so do we. */
export function keyName(tonic: string, mode: string): string {
  const { keys } = words.value.make;
  const named = keys[tonic as keyof typeof keys] ?? tonic;
  return mode === "major" ? words.value.make.song.major(named) : words.value.make.song.minor(named);
}

/** "Bb major", all of it at once. */
export function keySaid(key: string): string {
  const [tonic = "", mode = ""] = key.split(" ");
  return mode === "" ? key : keyName(tonic, mode);
}

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
