// Seen: what a sentence or a face was read as, how likely each feeling is, and what to do if that is not quite it.
import { language, words } from "../../i18n";
import type { MoodAnswer } from "../../types";
import { Card } from "../../ui/card";

/** Said below in the visitor's own language. */
const UNSURE = /^I cannot tell/;
const MOST = 4;
const LEAST = 0.03;

export function Seen({ of }: { of: MoodAnswer }) {
  const { seen } = words.value.feel;
  const [reading] = of.readings;
  const notes = [...new Set([...of.notes, ...of.readings.flatMap((one) => one.notes)])].filter((note) => !UNSURE.test(note));
  return (
    <Card title={seen.title} class="seen">
      {reading && <Bars of={reading.emotions} />}
      {reading?.language && <p class="hint">{seen.language(languageName(reading.language))}</p>}
      {notes.length > 0 && <ul class="notes hint" lang="en">{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <p class="soft">{of.certain ? seen.drag : seen.unsure}</p>
    </Card>
  );
}

function Bars({ of }: { of: Record<string, number> }) {
  const { seen, emotions } = words.value.feel;
  const likely = Object.entries(of).sort(([, one], [, other]) => other - one);
  const shown = likely.filter(([, share], place) => place === 0 || share >= LEAST).slice(0, MOST);
  return (
    <ul class="bars" aria-label={seen.bars}>
      {shown.map(([name, share]) => (
        <li key={name}>
          <span>{(emotions as Record<string, string>)[name] ?? name.replaceAll("_", " ")}</span>
          <span class="bar" aria-hidden="true"><i style={{ width: `${Math.round(share * 100)}%` }} /></span>
          <span class="soft">{Math.round(share * 100)} %</span>
        </li>
      ))}
    </ul>
  );
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
