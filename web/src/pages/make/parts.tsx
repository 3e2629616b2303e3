// Parts: every file of a song, to be downloaded one by one or all at once.
import { words } from "../../i18n";
import type { Part } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { fileOf, partOf, type Song } from "./songs";

const FORMS = ["mp3", "flac", "wav", "ogg", "m4a"];

export function Parts({ song }: { song: Song }) {
  const { parts: said } = words.value.make;
  const mix = partOf(song, "mix");
  const others = song.parts.filter(({ kind }) => kind !== "mix" && kind !== "stem");
  return (
    <Card title={said.title} class="parts">
      {mix && (
        <div class="part-forms">
          <span>{said.mix}</span>
          <span class="actions">
            {FORMS.map((form) => (
              <Button key={form} size="small" class={form === "mp3" ? "download-mix" : ""} href={fileOf(song.job, mix.name).replace(/\.flac$/, `.${form}`)} download={`${song.title}.${form}`} aria-label={said.download(`${said.mix}, ${form.toUpperCase()}`)}>
                {form.toUpperCase()}
              </Button>
            ))}
          </span>
        </div>
      )}
      <ul class="part-list">
        {others.map((part) => (
          <li key={part.name}>
            <a href={fileOf(song.job, part.name)} download><Icon name="download" />{named(part)}</a>
            <span class="small soft">{sized(part.size)}</span>
          </li>
        ))}
      </ul>
      <Button href={`/generations/${song.job.id}/bundle.zip`} download icon={<Icon name="download" />}>{said.all}</Button>
    </Card>
  );
}

function named(part: Part): string {
  const { parts: said } = words.value.make;
  if (part.name.endsWith(".musicxml")) return said.musicxml;
  if (part.name.endsWith("chords.json")) return said.chords;
  return part.kind === "mix" ? said.mix : part.kind === "stem" ? (part.title ?? part.name) : said[part.kind];
}

export const sized = (bytes: number): string => (bytes < 1e6 ? `${Math.max(Math.round(bytes / 1000), 1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
