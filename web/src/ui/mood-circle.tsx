// MoodCircle: valence to the right, arousal upwards; a point to drag, words to press, arrow keys for everybody else.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { fromBox, hue, inside, LABELS, nearestLabel, type Point, pointOf, strength, toBox } from "../circle";
import { words } from "../i18n";

interface Props {
  at: Point;
  /** While it is dragged. */
  onMove: (to: Point) => void;
  /** When it was let go, or moved by keys or words. */
  onDone?: (to: Point) => void;
  /** Moves the point smoothly, as for a mood that was seen and not dragged. */
  glide?: boolean;
  /** More to draw inside, in shares of the box: an SVG with the view box 0 0 1 1. */
  children?: ComponentChildren;
}

/** So many pixels are still a press. */
const SLACK = 5;
const STEPS: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function MoodCircle({ at, onMove, onDone, glide = false, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const pressed = useRef<{ word: string | undefined; x: number; y: number } | null>(null);
  const { circle, moods } = words.value.shell;
  const word = nearestLabel(at);
  const place = toBox(at);
  const put = (to: Point): void => {
    onMove(to);
    onDone?.(to);
  };
  const under = (event: PointerEvent): Point => {
    const { left, top, width, height } = (box.current as HTMLDivElement).getBoundingClientRect();
    return fromBox((event.clientX - left) / width, (event.clientY - top) / height);
  };
  /** Whatever it begins on, a drag is a drag; on a word, a press without one means the word. */
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    box.current?.setPointerCapture(event.pointerId);
    const word = (event.target as Element).closest<HTMLElement>(".mood-word")?.dataset["word"];
    pressed.current = { word, x: event.clientX, y: event.clientY };
    thumb.current?.focus({ preventScroll: true });
    if (word === undefined) onMove(under(event));
  };
  const drag = (event: PointerEvent): void => {
    const from = pressed.current;
    if (from === null) return;
    if (from.word !== undefined && Math.hypot(event.clientX - from.x, event.clientY - from.y) < SLACK) return;
    from.word = undefined;
    onMove(under(event));
  };
  const release = (event: PointerEvent): void => {
    const from = pressed.current;
    pressed.current = null;
    if (from === null) return;
    if (from.word === undefined) onDone?.(under(event));
    else put(pointOf(from.word));
  };
  const key = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined && event.key !== "Home") return;
    event.preventDefault();
    const far = event.shiftKey ? 0.2 : 0.05;
    put(step === undefined ? { valence: 0, arousal: 0 } : inside({ valence: at.valence + step[0] * far, arousal: at.arousal + step[1] * far }));
  };
  return (
    <div
      ref={box}
      class="circle"
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <span class="axis up" aria-hidden="true">{circle.awake}</span>
      <span class="axis down" aria-hidden="true">{circle.drowsy}</span>
      <span class="axis left" aria-hidden="true">{circle.unpleasant}</span>
      <span class="axis right" aria-hidden="true">{circle.pleasant}</span>
      {children}
      {LABELS.map((label) => {
        const named = pointOf(label);
        const { x, y } = toBox(named);
        return (
          <button
            key={label}
            type="button"
            tabIndex={-1}
            class={`mood-word ${label === word ? "here" : ""}`}
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
            data-word={label}
            onClick={(event) => event.detail === 0 && put(named)}
          >
            {moods[label as keyof typeof moods]}
          </button>
        );
      })}
      <div
        ref={thumb}
        class={`thumb ${glide ? "glide" : ""}`}
        style={{ left: `${place.x * 100}%`, top: `${place.y * 100}%`, "--here": hue(at).toFixed(1), "--far": strength(at).toFixed(2) }}
        role="slider"
        tabIndex={0}
        aria-label={circle.label}
        aria-roledescription={circle.role}
        aria-valuemin={-100}
        aria-valuemax={100}
        aria-valuenow={Math.round(at.valence * 100)}
        aria-valuetext={circle.said(moods[word as keyof typeof moods], Math.round(at.valence * 100), Math.round(at.arousal * 100))}
        aria-description={circle.help}
        onKeyDown={key}
      />
    </div>
  );
}
