// Roll: the notes of a piece along time, one colour an instrument, following what sounds.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../i18n";
import { useDrawing } from "../../ui/canvas";
import type { Chord } from "./chords";
import { readMidi, type Tune } from "./midi";

interface Props {
  midi: string;
  chords: Chord[];
  /** Where the piece is, read while it is drawn. */
  at: () => number;
  onSeek: (to: number) => void;
  /** Names of instruments that are not heard. */
  quiet: () => ReadonlySet<string>;
}

const SHOWN = 9;
const ROOM = 3;
const TOP = 26;

/** The notes of a file, as soon as they are read. */
function useTune(midi: string) {
  const tune = useSignal<Tune | null>(null);
  const broken = useSignal(false);
  useEffect(() => {
    let here = true;
    tune.value = null;
    fetched(midi).then((found) => here && (tune.value = found), () => here && (broken.value = true));
    return () => {
      here = false;
    };
  }, [midi]);
  return { tune, broken };
}

export function Roll({ midi, chords, at, onSeek, quiet }: Props) {
  const said = words.value.make.roll;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { tune, broken } = useTune(midi);
  const whole = useSignal(false);
  const seen = (): { from: number; span: number } => {
    const all = tune.value?.seconds ?? 1;
    const span = whole.value ? all : Math.min(SHOWN, all);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const from = calm ? Math.floor(at() / span) * span : at() - span * 0.3;
    return { from: whole.value ? 0 : Math.min(Math.max(from, 0), Math.max(all - span, 0)), span };
  };
  useDrawing(canvas, (pen, width, height) => {
    if (tune.value !== null) draw(pen, { width, height, tune: tune.value, chords, now: at(), quiet: quiet(), ...seen() });
  }, [chords, midi]);
  const chord = useComputed(() => chords.find(({ start, end }) => at() >= start && at() < end)?.name ?? "").value;
  const found = tune.value;
  const count = found?.tracks.reduce((sum, { notes }) => sum + notes.length, 0) ?? 0;
  return (
    <figure class="roll">
      <figcaption class="roll-head">
        <h3>{said.title}</h3>
        <span class="roll-chord" aria-hidden="true">{chord}</span>
        <div class="segments" role="group" aria-label={said.zoom}>
          <button type="button" aria-pressed={!whole.value} onClick={() => (whole.value = false)}>{said.near}</button>
          <button type="button" aria-pressed={whole.value} onClick={() => (whole.value = true)}>{said.whole}</button>
        </div>
      </figcaption>
      {broken.value ? <p class="hint">{said.problem}</p> : (
        <canvas
          ref={canvas}
          role="img"
          data-notes={count}
          aria-label={said.said(count, found?.tracks.length ?? 0)}
          onClick={(event) => {
            const { left, width } = event.currentTarget.getBoundingClientRect();
            const { from, span } = seen();
            onSeek(from + ((event.clientX - left) / width) * span);
          }}
        />
      )}
      {found && (
        <ul class="roll-tracks">
          {found.tracks.map((track, index) => (
            <li key={index}><span class="track-dot" style={{ "--track": hueOf(index, found.tracks.length) }} aria-hidden="true" />{track.name}</li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** Hues far apart, the first in the colour of the accent's neighbours. */
export const hueOf = (index: number, count: number): string => ((255 + (index * 360) / Math.max(count, 3)) % 360).toFixed(0);

async function fetched(address: string): Promise<Tune> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return readMidi(await response.arrayBuffer());
}

interface Scene {
  width: number;
  height: number;
  tune: Tune;
  chords: Chord[];
  now: number;
  from: number;
  span: number;
  quiet: ReadonlySet<string>;
}

function draw(pen: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, tune, chords, now, from, span, quiet } = scene;
  const style = getComputedStyle(pen.canvas);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const x = (second: number): number => ((second - from) / span) * width;
  const pitches = tune.tracks.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));
  const low = Math.min(...pitches) - ROOM;
  const high = Math.max(...pitches) + ROOM;
  const row = (height - TOP) / Math.max(high - low, 1);
  pen.fillStyle = style.caretColor;
  for (const bar of tune.bars) if (bar >= from && bar <= from + span) pen.fillRect(Math.round(x(bar)), TOP, 1, height - TOP);
  tune.tracks.forEach((track, index) => {
    const muted = quiet.has(track.name.toLowerCase());
    for (const note of track.notes) {
      if (note.end < from || note.start > from + span) continue;
      const sounding = now >= note.start && now < note.end && !muted;
      const lightness = (dark ? 0.62 : 0.58) + (sounding ? (dark ? 0.25 : -0.14) : 0);
      pen.fillStyle = `oklch(${lightness} ${muted ? 0.01 : 0.15} ${hueOf(index, tune.tracks.length)} / ${muted ? 0.25 : 0.45 + (note.velocity / 127) * 0.55})`;
      const left = x(note.start);
      const long = Math.max(x(note.end) - left - 1, 2);
      pen.beginPath();
      pen.roundRect(left, TOP + (high - note.pitch - 1) * row, long, Math.max(row - 0.5, 1.5), Math.min(row / 2, 3));
      pen.fill();
    }
  });
  labels(pen, chords, { x, from, span, colour: style.color });
  pen.fillStyle = style.accentColor === "auto" ? style.color : style.accentColor;
  pen.fillRect(x(now) - 1, 0, 2, height);
}

/** The chords over the notes, each only where there is room for it. */
function labels(pen: CanvasRenderingContext2D, chords: readonly Chord[], at: { x: (second: number) => number; from: number; span: number; colour: string }): void {
  pen.font = `600 12px ${getComputedStyle(pen.canvas).fontFamily}`;
  pen.fillStyle = at.colour;
  let free = -Infinity;
  for (const { name, start, end } of chords) {
    if (end < at.from || start > at.from + at.span) continue;
    const left = Math.max(at.x(start), 0) + 4;
    if (left < free) continue;
    pen.fillText(name, left, 16);
    free = left + pen.measureText(name).width + 8;
  }
}
