// The words of the page in the language of its visitor: `words.value.feel.title`. A missing one fails the build.
import { computed, signal } from "@preact/signals";
import { recall, remember } from "../memory";
import { en } from "./en";

/** The same keys as another language; a sentence stays a sentence, a function keeps its parameters. */
export type Words<T> = {
  [Key in keyof T]: T[Key] extends string ? string : T[Key] extends (...given: infer Given) => string ? (...given: Given) => string : Words<T[Key]>;
};
export type Language = keyof typeof LANGUAGES;

/** Another language is one more file, named here. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
const FILES: Record<Language, () => Promise<Words<typeof en>>> = {
  en: async () => en,
  de: async () => (await import("./de")).de,
};
const KEPT_AS = "museaika.language";

export const language = signal<Language>("en");
export const words = signal<Words<typeof en>>(en);

/** What the visitor chose before, or else what their browser speaks. */
export function preferred(kept: string | null, spoken: readonly string[]): Language {
  const wished = [kept, ...spoken].map((tag) => tag?.slice(0, 2).toLowerCase());
  return (wished.find((tag) => tag !== undefined && tag in LANGUAGES) as Language | undefined) ?? "en";
}

export async function speak(chosen: Language, keep = true): Promise<void> {
  words.value = await FILES[chosen]();
  language.value = chosen;
  document.documentElement.lang = chosen;
  if (keep) remember(KEPT_AS, chosen);
}

export const beginSpeaking = (): Promise<void> => speak(preferred(recall(KEPT_AS), navigator.languages), false);

/** Numbers, days and times as this language writes them. */
export const day = computed(() => new Intl.DateTimeFormat(language.value, { weekday: "short", day: "numeric", month: "short" }));
export const moment = computed(() => new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }));
export const clock = computed(() => new Intl.DateTimeFormat(language.value, { timeStyle: "short" }));

/** 83 -> "1:23" */
export const duration = (seconds: number): string => {
  const whole = Math.max(Math.round(seconds), 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
