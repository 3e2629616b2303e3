// What the server says it is doing, in the visitor's language, and for which song.
import { words } from "../../i18n";

export interface Note {
  text: string;
  song: number | null;
  /** The song is written already; now it is played. */
  making: boolean;
}

export function noteSaid(note: string): Note {
  const { notes } = words.value.make;
  const found = /^song (\d+) of \d+: (.*)$/.exec(note) ?? /^(?:composing) song (\d+) of \d+$/.exec(note);
  const step = found === null ? note : (found[2] ?? "composing");
  return { text: notes[step as keyof typeof notes] ?? step, song: found === null ? null : Number(found[1]), making: found?.[2] !== undefined };
}
