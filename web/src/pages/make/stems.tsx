// Stems: the instruments of a piece side by side, to be muted, heard alone, made louder and taken along.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Part } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { ended, leaveDeck, piece, play, sounds, takeDeck } from "../../ui/playing";
import { hueOf } from "./roll";
import { fileOf, pieceOf, type Song, soundOf, stemsOf } from "./songs";
import { decoded, rateFor, StemDeck } from "./stem-deck";

interface Strip {
  part: Part;
  muted: boolean;
  solo: boolean;
  volume: number;
}

const heard = (strips: readonly Strip[]): number[] => {
  const alone = strips.some(({ solo }) => solo);
  return strips.map(({ muted, solo, volume }) => (muted || (alone && !solo) ? 0 : volume));
};

/** The deck of a song's stems: unpacked when it is wanted, given back when something else plays. */
function useDeck(song: Song, quiet: Signal<ReadonlySet<string>>) {
  const said = words.value.make.stems;
  const stems = stemsOf(song);
  const strips = useSignal<Strip[]>(stems.map((part) => ({ part, muted: false, solo: false, volume: 1 })));
  const opening = useSignal<number | null>(null);
  const open = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const deck = useRef<StemDeck | null>(null);
  const stopping = useRef(new AbortController());
  const own = pieceOf(song);
  const shut = (): void => {
    stopping.current.abort();
    if (deck.current !== null && piece.value?.key === own?.key) leaveDeck();
    deck.current = null;
    open.value = false;
    opening.value = null;
    quiet.value = new Set();
  };
  useEffect(() => shut, []);
  useEffect(() => {
    if (open.value && piece.value?.key !== own?.key) shut();
  }, [piece.value?.key]);
  const unpack = async (): Promise<void> => {
    if (own === null) return;
    problem.value = null;
    const rate = rateFor(stems.length, song.seconds, (navigator as { deviceMemory?: number }).deviceMemory);
    if (rate === null) return void (problem.value = new Refusal("page", said.tooLong, { nextStep: said.tooLongNext }));
    stopping.current = new AbortController();
    try {
      if (piece.value?.key !== own.key) await play(own);
      const buffers = await decoded(stems.map(({ name }) => soundOf(song.job, name)), rate, (done) => (opening.value = done), stopping.current.signal);
      const made = new StemDeck(buffers, ended);
      made.volumes(heard(strips.value));
      await takeDeck(own.key, made);
      deck.current = made;
      open.value = true;
    } catch {
      if (!stopping.current.signal.aborted) problem.value = new Refusal("sound", said.refused, { nextStep: said.refusedNext });
    } finally {
      opening.value = null;
    }
  };
  const change = (index: number, news: Partial<Strip>): void => {
    strips.value = strips.value.map((strip, at) => (at === index ? { ...strip, ...news } : strip));
    const volumes = heard(strips.value);
    deck.current?.volumes(volumes);
    quiet.value = new Set(strips.value.flatMap(({ part }, at) => (volumes[at] === 0 ? [titleOf(part).toLowerCase()] : [])));
  };
  return { stems, strips, opening, open, problem, unpack, shut, change };
}

export function Stems({ song, quiet }: { song: Song; quiet: Signal<ReadonlySet<string>> }) {
  const said = words.value.make.stems;
  const { stems, strips, opening, open, problem, unpack, shut, change } = useDeck(song, quiet);
  const changed = strips.value.some(({ muted, solo, volume }) => muted || solo || volume !== 1);
  return (
    <Card
      title={said.title}
      class="stems"
      actions={open.value ? (
        <>
          {changed && <Button kind="plain" size="small" onClick={() => strips.value.forEach((_, index) => change(index, { muted: false, solo: false, volume: 1 }))}>{said.all}</Button>}
          <Button size="small" onClick={shut}>{said.close}</Button>
        </>
      ) : (
        <Button size="small" kind="primary" busy={opening.value !== null} icon={<Icon name="studio" />} onClick={() => void unpack()}>
          {opening.value === null ? said.open : said.opening(opening.value + 1, stems.length)}
        </Button>
      )}
    >
      {!open.value && <p class="soft small">{said.help}</p>}
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
      <ul class="strips" data-open={open.value} data-sounding={open.value && sounds.value}>
        {strips.value.map((strip, index) => (
          <StripRow key={strip.part.name} strip={strip} song={song} open={open.value} hue={hueOf(index, stems.length)} onChange={(news) => change(index, news)} />
        ))}
      </ul>
    </Card>
  );
}

const titleOf = (part: Part): string => part.title ?? part.name;

interface RowProps {
  strip: Strip;
  song: Song;
  open: boolean;
  hue: string;
  onChange: (news: Partial<Strip>) => void;
}

function StripRow({ strip, song, open, hue, onChange }: RowProps) {
  const { stems: said, parts } = words.value.make;
  const { part, muted, solo, volume } = strip;
  const name = titleOf(part);
  return (
    <li class={`strip ${muted ? "muted" : ""}`}>
      <span class="track-dot" style={{ "--track": hue }} aria-hidden="true" />
      <span class="strip-name">{name}</span>
      {open && (
        <>
          <button type="button" class="toggle" aria-pressed={muted} aria-label={said.muteSaid(name)} onClick={() => onChange({ muted: !muted })}>{said.mute}</button>
          <button type="button" class="toggle" aria-pressed={solo} aria-label={said.soloSaid(name)} onClick={() => onChange({ solo: !solo })}>{said.solo}</button>
          <input type="range" min={0} max={100} value={Math.round(volume * 100)} aria-label={said.volume(name)} onInput={(event) => onChange({ volume: Number(event.currentTarget.value) / 100 })} />
        </>
      )}
      <Button kind="plain" size="small" href={fileOf(song.job, part.name)} download aria-label={parts.download(name)} icon={<Icon name="download" />} />
    </li>
  );
}
