// Waveform: a sound as it is, drawn; press or drag to go there, arrow keys for everybody else.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { duration } from "../i18n";
import { useDrawing } from "./canvas";
import { peaksOf } from "./peaks";

interface Props {
  sound: string;
  label: string;
  at: () => number;
  length: number;
  onSeek: (to: number) => void;
}

const BAR = 3;
const GAP = 2;

/** Of this sound, as soon as they are measured. */
function usePeaks(sound: string) {
  const peaks = useSignal<Float32Array | null>(null);
  useEffect(() => {
    let here = true;
    peaks.value = null;
    peaksOf(sound).then(
      (found) => here && (peaks.value = found),
      () => undefined, // without them it is a plain line to press on
    );
    return () => {
      here = false;
    };
  }, [sound]);
  return peaks;
}

export function Waveform({ sound, label, at, length, onSeek }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const peaks = usePeaks(sound);
  const dragging = useRef(false);
  useDrawing(canvas, (pen, width, height) => {
    const style = getComputedStyle(canvas.current as HTMLCanvasElement);
    const bars = Math.floor((width + GAP) / (BAR + GAP));
    const played = length > 0 ? at() / length : 0;
    for (let bar = 0; bar < bars; bar += 1) {
      const high = Math.max(strongest(peaks.value, bar / bars, (bar + 1) / bars) * (height - 4), 3);
      pen.fillStyle = (bar + 0.5) / bars <= played ? style.color : style.caretColor;
      pen.beginPath();
      pen.roundRect(bar * (BAR + GAP), (height - high) / 2, BAR, high, BAR / 2);
      pen.fill();
    }
  }, [length]);
  const under = (event: PointerEvent): void => {
    const { left, width } = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    onSeek(((event.clientX - left) / width) * length);
  };
  const key = (event: KeyboardEvent): void => {
    const now = at();
    const to = { ArrowRight: now + 5, ArrowLeft: now - 5, ArrowUp: now + 5, ArrowDown: now - 5, PageUp: now + 15, PageDown: now - 15, Home: 0, End: length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSeek(Math.min(Math.max(to, 0), length));
  };
  const now = useComputed(() => Math.floor(at())).value;
  return (
    <div
      class="waveform"
      role="slider"
      tabIndex={0}
      data-drawn={peaks.value !== null}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(Math.round(length), 1)}
      aria-valuenow={Math.min(now, Math.max(Math.round(length), 1))}
      aria-valuetext={`${duration(now)} / ${duration(length)}`}
      onKeyDown={key}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        under(event);
      }}
      onPointerMove={(event) => dragging.current && under(event)}
      onPointerUp={() => (dragging.current = false)}
      onPointerCancel={() => (dragging.current = false)}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function strongest(peaks: Float32Array | null, from: number, to: number): number {
  if (peaks === null) return 0;
  let most = 0;
  for (let one = Math.floor(from * peaks.length); one < to * peaks.length; one += 1) most = Math.max(most, peaks[one] ?? 0);
  return most;
}
