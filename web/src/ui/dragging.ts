// Dragging on the mood circle: whatever it begins on, a drag is a drag; on a word, a press without one means the word.
import { fromBox, type Point, pointOf } from "../circle";

export interface Dragging {
  /** Whether it began. */
  press: (event: PointerEvent, box: HTMLElement, onMove: (to: Point) => void) => boolean;
  move: (event: PointerEvent, onMove: (to: Point) => void) => void;
  release: (event: PointerEvent, onWord: (to: Point) => void, onDone?: (to: Point) => void) => void;
}

/** So many pixels are still a press. */
const SLACK = 5;

export function dragging(): Dragging {
  let from: { word: string | undefined; x: number; y: number; box: HTMLElement } | null = null;
  return {
    press: (event, box, onMove) => {
      if (event.button !== 0) return false;
      event.preventDefault();
      box.setPointerCapture(event.pointerId);
      const word = (event.target as Element).closest<HTMLElement>(".mood-word")?.dataset["word"];
      from = { word, x: event.clientX, y: event.clientY, box };
      if (word === undefined) onMove(under(event, box));
      return true;
    },
    move: (event, onMove) => {
      if (from === null) return;
      if (from.word !== undefined && Math.hypot(event.clientX - from.x, event.clientY - from.y) < SLACK) return;
      from.word = undefined;
      onMove(under(event, from.box));
    },
    release: (event, onWord, onDone) => {
      const begun = from;
      from = null;
      if (begun === null) return;
      if (begun.word === undefined) onDone?.(under(event, begun.box));
      else onWord(pointOf(begun.word));
    },
  };
}

function under(event: PointerEvent, box: HTMLElement): Point {
  const { left, top, width, height } = box.getBoundingClientRect();
  return fromBox((event.clientX - left) / width, (event.clientY - top) / height);
}
