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

const STEPS: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function MoodCircle({ at, onMove, onDone, glide = false, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
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
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    box.current?.setPointerCapture(event.pointerId);
    dragging.current = true;
    thumb.current?.focus({ preventScroll: true });
    onMove(under(event));
  };
  const release = (event: PointerEvent): void => {
    if (!dragging.current) return;
    dragging.current = false;
    onDone?.(under(event));
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
      onPointerMove={(event) => dragging.current && onMove(under(event))}
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
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => put(named)}
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
