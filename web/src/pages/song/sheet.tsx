// Sheet: the finished song to hear, its melody drawn, and each syllable lit while it sounds.
import { useEffect, useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import { get } from "../../api";
import { words } from "../../i18n";
import { useTruth } from "../../truth";
import type { Job } from "../../types";
import { useDrawing } from "../../ui/canvas";
import { Problem } from "../../ui/notice";
import { hushFor, sounding } from "../../ui/one-voice";

type Syllable = [start: number, end: number, text: string, beginsWord: boolean];
interface Times {
  seconds: number;
  downbeats: number[];
  notes: [start: number, end: number, pitch: number][];
  lines: Syllable[][];
}

/** Seconds that are seen at a time. */
const SEEN = 12;
const BEFORE = 3;
/** How much of the picture is margin, on each side. */
const EDGE = 12 / 1400;
const ME = "song";

export function Sheet({ of }: { of: Job }) {
  const said = words.value.song;
  const times = useTruth(() => get<Times>(of.files["song.json"] ?? ""), [of.id]);
  const sound = useRef<HTMLAudioElement>(null);
  const now = useSignal(0);
  const running = useRef(0);
  const follow = (): void => {
    now.value = sound.current?.currentTime ?? 0;
    cancelAnimationFrame(running.current);
    if (sound.current && !sound.current.paused) running.current = requestAnimationFrame(follow);
  };
  const start = (): void => {
    sounding(ME);
    follow();
  };
  useEffect(() => hushFor(ME, () => sound.current?.pause()), []);
  const seek = (at: number): void => {
    if (sound.current) sound.current.currentTime = at;
  };
  const found = times.data.value;
  return (
    <div class="song-sheet">
      <audio ref={sound} controls preload="metadata" src={of.files["mix.wav"]} aria-label={said.sound} onPlay={start} onPause={follow} onSeeked={follow} onTimeUpdate={follow} />
      <Problem of={times.problem.value} />
      {of.files["picture.svg"] && <img class="song-picture" src={of.files["picture.svg"]} alt={said.picture} loading="lazy" onClick={(event) => found && seek(placeIn(event, found.seconds))} />}
      {found && <Melody of={found} now={now} />}
      {found && <Lines of={found.lines} now={now} onSeek={seek} />}
      {of.work?.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
    </div>
  );
}

/** Seconds under the pointer, by the picture's own edges. */
function placeIn({ offsetX, currentTarget }: MouseEvent, seconds: number): number {
  const share = (offsetX / ((currentTarget as HTMLElement).clientWidth || 1) - EDGE) / (1 - 2 * EDGE);
  return Math.min(Math.max(share, 0), 1) * seconds;
}

function Melody({ of, now }: { of: Times; now: Signal<number> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pitches = of.notes.map(([, , pitch]) => pitch);
  const [low, high] = [Math.min(...pitches) - 2, Math.max(...pitches) + 2];
  useDrawing(canvas, (pen, width, height) => {
    const style = getComputedStyle(pen.canvas);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const from = Math.max(0, Math.min(now.value - BEFORE, of.seconds - SEEN));
    const place = (seconds: number): number => ((seconds - from) / SEEN) * width;
    const row = height / (high - low + 1);
    pen.fillStyle = colour("--line");
    for (const beat of of.downbeats) pen.fillRect(place(beat), 0, 1, height);
    for (const [start, end, pitch] of of.notes) {
      if (end < from || start > from + SEEN) continue;
      const sounding = start <= now.value && now.value < end;
      pen.fillStyle = colour(sounding ? "--accent" : "--ink-soft");
      pen.beginPath();
      pen.roundRect(place(start), (high - pitch) * row, Math.max(place(end) - place(start) - 1, 2), Math.max(row - 1, 2), 3);
      pen.fill();
    }
    pen.fillStyle = colour("--accent");
    pen.fillRect(place(now.value), 0, 2, height);
  }, [of]);
  return <canvas ref={canvas} class="song-melody" role="img" aria-label={words.value.song.drawn(of.notes.length)} />;
}

function Lines({ of, now, onSeek }: { of: Syllable[][]; now: Signal<number>; onSeek: (at: number) => void }) {
  const at = now.value;
  return (
    <div class="song-lines" role="group" aria-label={words.value.song.sung}>
      {of.map((line, number) => {
        const [first, last] = [line[0], line[line.length - 1]];
        if (first === undefined || last === undefined) return null;
        const lit = first[0] <= at && at < last[1] + 0.3;
        return (
          <button key={number} type="button" class={lit ? "song-line lit" : "song-line"} onClick={() => onSeek(first[0])}>
            {line.map(([start, end, text, begins], place) => <span key={place} class={start <= at && at < end ? "now" : ""}>{begins && place > 0 ? " " : ""}{text}</span>)}
          </button>
        );
      })}
    </div>
  );
}
