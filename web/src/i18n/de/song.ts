// Die Worte der Seite Lied.
import type { Words } from "..";
import type { song as english } from "../en/song";

export const song: Words<typeof english> = {
  backing: "Begleitung",
  choose: "Eine Begleitung wählen",
  needsBacking: "Erst eine Begleitung abgeben, Klang oder MIDI.",
  words: "Worte",
  wordsHint: "Zeile für Zeile. Bleibt es leer, wird ohne Worte gesungen.",
  filler: "Ohne Worte",
  voice: "Stimme",
  voices: { soprano: "Sopran", alto: "Alt", tenor: "Tenor", bass: "Bass", child: "Kind", whisperer: "Flüsternde", giant: "Riese" },
  melody: "Eine eigene Melodie (MIDI), sonst wird eine geschrieben",
  chooseMelody: "Eine Melodie wählen",
  harmony: "Eine zweite Stimme, wo das Lied wiederkehrt",
  submit: "Singen",
  stages: { listening: "Hören", melody: "Melodie", singing: "Singen", mixing: "Mischen" },
  progress: "Wie weit es ist",
  drawn: (notes) => `Die Melodie, ${notes} Töne, und wo sie gerade ist`,
  sung: "Was gesungen wird",
  sound: "Das Lied",
  candidates: "Melodien zur Wahl",
  candidate: (rank) => (rank === 1 ? "Melodie 1, nach ihren Gründen die beste" : `Melodie ${rank}`),
  isSung: "hier gesungen",
  hear: "Anhören",
  quiet: "Aufhören",
  singThis: "Diese singen",
  picture: "Das ganze Lied: Akkorde, Lautstärke, Melodie und Abschnitte",
};
