// Was um jede Seite herum steht, und was alle sagen.
import type { Words } from "..";
import type { shell as english } from "../en/shell";

export const shell: Words<typeof english> = {
  name: "MuseAIka",
  skip: "Zum Inhalt springen",
  navigation: "Seiten",
  pages: { feel: "Fühlen", hear: "Hören", make: "Machen", listen: "Lauschen", studio: "Studio", history: "Verlauf" },
  connection: {
    connecting: "Verbindet",
    connected: "Verbunden",
    lost: "Verbindung verloren. Ein neuer Versuch läuft von selbst; was du siehst, kann veraltet sein.",
  },
  you: { guest: "Gast", language: "Sprache", interface: "HTTP-Schnittstelle", state: "Zustand des Servers" },
  loading: "Lädt",
  tryAgain: "Noch einmal versuchen",
  close: "Schließen",
  cancel: "Abbrechen",
  more: "Mehr zeigen",
  copy: "Kopieren",
  copied: "Kopiert",
  lostPage: { title: "Diese Seite gibt es nicht", next: "Zum Anfang" },
  brokenPage: "Diese Seite konnte nicht geladen werden. Vielleicht wurde der Server erneuert: Lade die Seite neu.",
  reload: "Neu laden",
  problems: {
    network: { detail: "Der Server ist nicht zu erreichen.", next: "Sieh nach, ob er läuft und ob du online bist; die Seite macht von selbst weiter." },
    server: { detail: "Der Server hat einen Fehler gemacht.", next: "Versuche es gleich noch einmal." },
    waitFor: (seconds) => `Versuche es in ${seconds} ${seconds === 1 ? "Sekunde" : "Sekunden"} noch einmal.`,
  },
  circle: {
    label: "Stimmung",
    role: "Punkt auf einem Kreis",
    help: "Die Pfeiltasten bewegen den Punkt, mit Umschalt weiter; Pos1 setzt ihn in die Mitte.",
    pleasant: "angenehm",
    unpleasant: "unangenehm",
    awake: "wach",
    drowsy: "schläfrig",
    said: (word, valence, arousal) =>
      `${word}: ${valence === 0 ? "weder angenehm noch unangenehm" : `${Math.abs(valence)} Prozent ${valence > 0 ? "angenehm" : "unangenehm"}`}, ` +
      `${arousal === 0 ? "weder wach noch schläfrig" : `${Math.abs(arousal)} Prozent ${arousal > 0 ? "wach" : "schläfrig"}`}`,
  },
  moods: {
    excited: "begeistert",
    happy: "glücklich",
    content: "zufrieden",
    calm: "ruhig",
    sleepy: "müde",
    melancholic: "melancholisch",
    sad: "traurig",
    anxious: "ängstlich",
    angry: "wütend",
    tense: "nervös",
    energetic: "lebhaft",
    neutral: "neutral",
  },
};
