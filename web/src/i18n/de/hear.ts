// Die Worte der Seite Hören.
import type { Words } from "..";
import type { hear as english } from "../en/hear";

/** B ist auf Deutsch H, und B♭ ist B. */
function tone(tonic: string): string {
  const name = { B: "H", Bb: "B" }[tonic] ?? tonic.replace("b", "es").replace("#", "is");
  return { Aes: "As", Ees: "Es" }[name] ?? name;
}

export const hear: Words<typeof english> = {
  title: "Musik, die dir folgt",
  lead: "Sie wird geschrieben, während sie spielt. Bewege den Punkt und hör, wie der nächste Takt sich ändert.",
  start: "Musik beginnen",
  starting: "Der erste Takt wird geschrieben",
  slow: "Es dauert länger als sonst: Der Server hat viel zu tun. Die Musik beginnt von selbst.",
  opening: (percent) => `Die Instrumente kommen, ${percent} %`,
  tune: "Die Instrumente werden gestimmt",
  listen: "Drücken und hören",
  resume: "Deine Musik spielt noch",
  resumeHint: "Gerade hört sie niemand. Browser warten auf einen Druck, bevor etwas klingt.",
  refused: "Der Browser hält den Ton zurück",
  refusedHint: "Drück einmal, dann klingt es.",
  hushed: "Etwas anderes klingt",
  hushedHint: "Die Musik läuft weiter. Drück, um sie wieder zu hören.",
  simple: "Der Ton kommt hier als Strom, ein paar Sekunden hinter den Noten: Dieser Browser öffnet seinen Synthesizer nur über https oder auf localhost.",
  noSound: "Es konnte kein Ton erzeugt werden.",
  noSoundNext: "Sieh nach, ob der Rechner eine Tonausgabe hat, und versuche es noch einmal.",
  stop: "Beenden",
  keep: "Beenden und behalten",
  volume: "Lautstärke",
  lost: "Die Verbindung ist weg. Was geschrieben ist, spielt weiter; der Rest folgt, wenn sie wieder da ist.",
  again: "Noch einmal beginnen",
  goOn: "Weiterspielen",
  anew: "So neu beginnen",
  ended: {
    stopped: "Die Musik ist zu Ende.",
    unheard: "Eine Weile hat niemand zugehört, da hörte die Musik von selbst auf.",
    longest: "Ein Stück spielt höchstens zwei Stunden; dieses ist vollständig.",
    erased: "Die Musik wurde gelöscht.",
    lost: "Der Server wurde neu gestartet und kennt diese Musik nicht mehr.",
    next: "Beginne neu, wann immer du magst.",
  },
  style: {
    label: "Stil",
    pop: "Pop", piano: "Klavier", lofi: "Lo-Fi", orchestral: "Orchester", chiptune: "Chiptune",
    popHint: "eine Band", pianoHint: "zwei Hände", lofiHint: "langsam und warm", orchestralHint: "Streicher und Bläser", chiptuneHint: "ein altes Spiel",
  },
  tempo: { label: "Tempo", auto: "Nach Stimmung", bpm: (beats) => `${beats} Schläge pro Minute`, fixed: "Schläge pro Minute" },
  steer: {
    title: "Lenken",
    ways: "Wege zu lenken",
    point: "Zeigen", write: "Sagen", camera: "Gesicht",
    help: "Zieh den Punkt. Der Ring zeigt die Stimmung des Taktes, der klingt.",
    question: "Wie soll es weitergehen?",
    placeholder: "Ich bin müde, aber voller Hoffnung",
    send: "Dem soll sie folgen",
    nothing: "Schreib zuerst etwas.",
    read: (word) => `Verstanden als ${word}`,
    unsure: "Das kann ich nicht sagen; der Punkt bleibt, wo er ist.",
    from: (seconds) => `Zu hören in ${seconds} s`,
  },
  roll: {
    label: (what) => `Notenrolle. ${what}`,
    nothing: "Nichts spielt.",
    playing: (key, tempo) => `Die Noten, die klingen und kommen, in ${key}, ${tempo} Schläge pro Minute.`,
  },
  now: { chord: "Akkord", key: "Tonart", tempo: "Tempo", part: "Teil", phrase: "Phrase", bar: "Takt", phraseAt: (bar, of) => `Takt ${bar} von ${of}` },
  announce: (part, key) => `Teil ${part}, in ${key}.`,
  key: (tonic, mode) => (mode === "minor" ? `${tone(tonic).toLowerCase()}‑Moll` : `${tone(tonic)}‑Dur`),
  players: { title: "Wer spielt", hint: "Drück, um jemanden still zu machen.", silence: (name) => `${name} still machen`, none: "Wen die Stimmung ruft." },
  roles: { melody: "Melodie", double: "Verdopplung", counter: "Zweite Stimme", chords: "Akkorde", pad: "Fläche", bass: "Bass", drums: "Schlagzeug" },
  instruments: {
    0: "Klavier", 4: "E-Piano", 5: "E-Piano", 11: "Vibraphon", 24: "Konzertgitarre", 25: "Westerngitarre", 26: "Jazzgitarre", 27: "E-Gitarre",
    32: "Kontrabass", 33: "E-Bass", 34: "E-Bass mit Plektrum", 35: "Bundloser Bass", 38: "Synthbass", 39: "Synthbass", 40: "Geige", 41: "Bratsche", 42: "Cello", 43: "Kontrabass",
    45: "Gezupfte Streicher", 46: "Harfe", 48: "Streicher", 49: "Langsame Streicher", 50: "Synthstreicher", 60: "Horn", 65: "Altsaxophon", 66: "Tenorsaxophon", 68: "Oboe", 70: "Fagott", 71: "Klarinette", 73: "Flöte",
    80: "Rechteckwelle", 81: "Sägezahn", 87: "Bass und Lead", 88: "Helle Fläche", 89: "Warme Fläche", 90: "Polysynth", 91: "Chorfläche",
  },
  kept: {
    working: "Was gespielt wurde, wird aufgeschrieben",
    ready: "Jetzt gehört es dir: Klang, Stimmen, Noten und Partitur.",
    open: "In Machen öffnen",
    failed: "Es konnte nicht aufgeschrieben werden.",
    before: "Vorhin gespielt",
    beforeHint: "Was am letzten Tag gespielt wurde, lässt sich noch behalten.",
    one: (style, bars, when) => `${style}, ${bars} ${bars === 1 ? "Takt" : "Takte"}, ${when}`,
    keepIt: "Behalten",
  },
  mini: { label: "Live-Musik", open: "Öffnen", plays: "Spielt live" },
};
