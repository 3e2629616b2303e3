// Die Worte der Seite Blend.
import type { Words } from "..";
import type { blend as english } from "../en/blend";

export const blend: Words<typeof english> = {
  first: "Erstes Stück",
  second: "Zweites Stück",
  choose: (which) => `Wählen: ${which}`,
  needsTwo: "Erst zwei Stücke abgeben, Klang oder MIDI.",
  amount: "Wie viel von jedem",
  amountSaid: (ofA, a, ofB, b) => `${ofA} Prozent ${a}, ${ofB} Prozent ${b}`,
  melody: "Melodie",
  rhythm: "Rhythmus und Tempo",
  harmony: "Akkorde und Tonart",
  mix: "Wie der Regler sagt",
  of: (name) => `Von ${name}`,
  start: "Ab Sekunde",
  startHint: "Wo in beiden Stücken der Teil beginnt, der gehört wird.",
  seconds: "Sekunden",
  secondsHint: "Wie lang das Stück werden soll, 2 bis 180.",
  submit: "Mischen",
};
