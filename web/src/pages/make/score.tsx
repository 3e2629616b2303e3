// Score: the chords bar by bar, lit where the piece is, and the whole score to open elsewhere.
import { useComputed } from "@preact/signals";
import { words } from "../../i18n";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { at, piece } from "../../ui/playing";
import { barsOf, type Sheet } from "./chords";
import { fileOf, keySaid, pieceOf, type Song } from "./songs";

export function Score({ song, sheet, onGo }: { song: Song; sheet: Sheet; onGo: (to: number) => void }) {
  const { score: said, parts } = words.value.make;
  const xml = song.parts.find(({ name }) => name.endsWith(".musicxml"));
  const picture = song.parts.find(({ kind }) => kind === "picture");
  const key = pieceOf(song)?.key;
  const bar = useComputed(() => {
    if (piece.value?.key !== key) return null;
    return sheet.chords.findLast(({ start }) => start <= at.value + 0.02)?.bar ?? null;
  }).value;
  return (
    <Card
      title={said.title}
      class="score"
      actions={
        <>
          {xml && <Button size="small" href={fileOf(song.job, xml.name)} download icon={<Icon name="download" />} aria-label={parts.download(said.openXml)}>{said.openXml}</Button>}
          {picture && <Button size="small" href={fileOf(song.job, picture.name)} download icon={<Icon name="download" />} aria-label={parts.download(parts.picture)}>{parts.picture}</Button>}
        </>
      }
    >
      <p class="soft small">{said.lead}</p>
      <p class="score-head"><strong>{keySaid(sheet.key)}</strong> · {sheet.metre}</p>
      {barsOf(sheet).map(({ section, bars }) => (
        <section key={`${section}${bars[0]?.number}`} class="score-section" aria-label={named(section)}>
          <h3>{named(section)}</h3>
          <ol class="score-bars" start={bars[0]?.number ?? 1}>
            {bars.map(({ number, chords }) => (
              <li key={number} aria-current={number === bar ? "true" : undefined}>
                <button type="button" onClick={() => chords[0] && onGo(chords[0].start)}>
                  <small><span aria-hidden="true">{number}</span><span class="hidden">{said.bar(number)}: </span></small>
                  <span>{chords.map(({ name }) => name).join("  ") || "·"}</span>
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}

function named(section: string): string {
  const { sections } = words.value.make.score;
  return sections[section as keyof typeof sections] ?? section;
}
