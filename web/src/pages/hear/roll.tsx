// Roll: the notes that sound and those to come, going by; bar after bar for those who want no motion.
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../i18n";
import { steady } from "../../live/clock";
import { mood } from "../../mood";
import { type Look, lookOf } from "./look";
import { keyName } from "./names";
import { Painter } from "./painter";
import { follows, present, stream } from "./playing";
import { latency } from "./sound";
import { Stage } from "./stage";

const NOTHING = new Set<string>();
/** Without motion: how many bars stand beside each other. */
const STANDING = 3;
const SLOW = 250;

export function Roll() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => shown(canvas.current as HTMLCanvasElement), []);
  const { roll } = words.value.hear;
  const bar = present.value;
  const what = bar === null ? roll.nothing : roll.playing(keyName(bar.key), Math.round(bar.tempo));
  return <canvas ref={canvas} class="roll" role="img" aria-label={roll.label(what)} data-bars="0" data-changed="0" />;
}

/** Draws until the function that is given back is called. */
function shown(canvas: HTMLCanvasElement): () => void {
  const pen = canvas.getContext("2d");
  if (pen === null) return () => undefined;
  const painter = new Painter(pen, new Stage());
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let look: Look | null = null;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => void (look = null);
  const draw = (): void => {
    look ??= lookOf(canvas);
    paint(painter, look, calm.matches);
    timer = calm.matches ? setTimeout(draw, SLOW) : undefined;
    frame = calm.matches ? 0 : requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(() => fit(canvas, pen, painter.stage));
  size.observe(canvas);
  dark.addEventListener("change", forget);
  const unfelt = mood.subscribe(forget);
  let unlisten = (): void => undefined;
  const deaf = stream.subscribe((playing) => {
    unlisten();
    unlisten = listened(canvas, painter, playing);
  });
  draw();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    size.disconnect();
    dark.removeEventListener("change", forget);
    unfelt();
    deaf();
    unlisten();
  };
}

/** The canvas counts what was written, and what was written anew, for whoever looks from outside. */
function listened(canvas: HTMLCanvasElement, painter: Painter, playing: typeof stream.value): () => void {
  if (playing === null) return () => undefined;
  let [bars, anew] = [playing.bars.all.length, 0];
  return playing.on("bar", ({ bar, before }) => {
    painter.changed(before, bar, steady());
    bars += before === null ? 1 : 0;
    anew += before === null ? 0 : 1;
    Object.assign(canvas.dataset, { bars: String(bars), changed: String(anew) });
  });
}

function fit(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D, stage: Stage): void {
  const sharp = Math.min(devicePixelRatio, 2);
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * sharp);
  canvas.height = Math.round(clientHeight * sharp);
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  stage.resize(clientWidth, clientHeight);
}

function paint(painter: Painter, look: Look, still: boolean): void {
  const playing = stream.peek();
  const now = steady();
  const moment = playing === null ? now : playing.sounding - latency();
  const bars = playing?.bars.all ?? [];
  const here = present.peek();
  if (still && here !== null) {
    const next = bars.filter((bar) => bar.index >= here.index && bar.index < here.index + STANDING);
    painter.stage.show(here.starts, Math.max(next.reduce((sum, bar) => sum + bar.seconds, 0), here.seconds * STANDING));
  } else painter.stage.follow(moment);
  painter.paint({ bars, moment, now, look, muted: playing?.muted ?? NOTHING, follows: follows.peek(), still });
}
