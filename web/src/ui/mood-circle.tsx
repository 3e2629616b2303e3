// MoodCircle: valence to the right, arousal upwards; a point to drag, words to press, arrow keys for everybody else.
import type { ComponentChildren, Ref } from "preact";
import { useRef } from "preact/hooks";
import { hue, inside, LABELS, nearestLabel, type Point, pointOf, strength, toBox } from "../circle";
import { words } from "../i18n";
import { dragging } from "./dragging";

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
const NEAR = 0.05;
const FAR = 0.2;

export function MoodCircle({ at, onMove, onDone, glide = false, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const drag = useRef(dragging()).current;
  const put = (to: Point): void => {
    onMove(to);
    onDone?.(to);
  };
  const key = (event: KeyboardEvent): void => {
    const to = stepped(at, event);
    if (to === null) return;
    event.preventDefault();
    put(to);
  };
  return (
    <div
      ref={box}
      class="circle"
      onPointerDown={(event) => {
        if (drag.press(event, box.current as HTMLDivElement, onMove)) thumb.current?.focus({ preventScroll: true });
      }}
      onPointerMove={(event) => drag.move(event, onMove)}
      onPointerUp={(event) => drag.release(event, put, onDone)}
      onPointerCancel={(event) => drag.release(event, put, onDone)}
    >
      <Axes />
      {children}
      <MoodWords here={nearestLabel(at)} onPress={(label) => put(pointOf(label))} />
      <Thumb at={at} glide={glide} onKeyDown={key} thumb={thumb} />
    </div>
  );
}

export function Axes() {
  const { circle } = words.value.shell;
  return (
    <>
      <span class="axis up" aria-hidden="true">{circle.awake}</span>
      <span class="axis down" aria-hidden="true">{circle.drowsy}</span>
      <span class="axis left" aria-hidden="true">{circle.unpleasant}</span>
      <span class="axis right" aria-hidden="true">{circle.pleasant}</span>
    </>
  );
}

/** Pointers press them through the circle, so that a drag may begin on one; a press without a pointer comes as a click. */
function MoodWords({ here, onPress }: { here: string; onPress: (label: string) => void }) {
  const { moods } = words.value.shell;
  return LABELS.map((label) => (
    <button
      key={label}
      type="button"
      tabIndex={-1}
      class={`mood-word ${label === here ? "here" : ""}`}
      style={placed(pointOf(label))}
      data-word={label}
      onClick={(event) => event.detail === 0 && onPress(label)}
    >
      {moods[label as keyof typeof moods]}
    </button>
  ));
}

interface ThumbProps {
  at: Point;
  glide: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  thumb: Ref<HTMLDivElement>;
}

function Thumb({ at, glide, onKeyDown, thumb }: ThumbProps) {
  const { circle, moods } = words.value.shell;
  const word = moods[nearestLabel(at) as keyof typeof moods];
  const [valence, arousal] = [Math.round(at.valence * 100), Math.round(at.arousal * 100)];
  return (
    <div
      ref={thumb}
      class={`thumb ${glide ? "glide" : ""}`}
      style={{ ...placed(at), "--here": hue(at).toFixed(1), "--far": strength(at).toFixed(2) }}
      role="slider"
      tabIndex={0}
      aria-label={circle.label}
      aria-roledescription={circle.role}
      aria-valuemin={-100}
      aria-valuemax={100}
      aria-valuenow={valence}
      aria-valuetext={circle.said(word, valence, arousal)}
      aria-description={circle.help}
      onKeyDown={onKeyDown}
    />
  );
}

function placed(at: Point): { left: string; top: string } {
  const { x, y } = toBox(at);
  return { left: `${x * 100}%`, top: `${y * 100}%` };
}

function stepped(at: Point, { key, shiftKey }: KeyboardEvent): Point | null {
  if (key === "Home") return { valence: 0, arousal: 0 };
  const step = STEPS[key];
  if (step === undefined) return null;
  const length = shiftKey ? FAR : NEAR;
  return inside({ valence: at.valence + step[0] * length, arousal: at.arousal + step[1] * length });
}
