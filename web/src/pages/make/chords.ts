// Chords: what is played over each bar of a piece, as its chords.json tells.
export interface Chord {
  name: string;
  bar: number;
  quarter: number;
  start: number;
  end: number;
}

export interface Sheet {
  key: string;
  metre: string;
  sections: { name: string; bar: number; bars: number }[];
  chords: Chord[];
}

export async function readSheet(address: string): Promise<Sheet> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const sheet = (await response.json()) as Sheet;
  return { ...sheet, chords: sheet.chords.map((chord) => ({ ...chord, name: symbol(chord.name) })) };
}

const QUALITIES: Record<string, string> = { maj: "", min: "m", min7: "m7", hdim7: "m7♭5", dim: "dim", "7": "7" };

/** "E:min7" as players write it: "Em7". */
export function symbol(name: string): string {
  const [root = "", quality = "maj"] = name.split(":");
  return `${root.replace("b", "♭").replace("#", "♯")}${QUALITIES[quality] ?? quality}`;
}

/** Each bar with its chords, under the section it belongs to. */
export function barsOf(sheet: Sheet): { section: string; bars: { number: number; chords: Chord[] }[] }[] {
  const byBar = new Map<number, Chord[]>();
  for (const chord of sheet.chords) byBar.set(chord.bar, [...(byBar.get(chord.bar) ?? []), chord]);
  return sheet.sections.map(({ name, bar, bars }) => ({
    section: name,
    bars: Array.from({ length: bars }, (_, index) => ({ number: bar + index, chords: byBar.get(bar + index) ?? [] })),
  }));
}
