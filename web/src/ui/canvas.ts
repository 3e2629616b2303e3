// Canvas: drawings that keep their sharpness at every size, and their colours when light, dark or the mood change.
import { effect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { mood } from "../mood";

export type Draw = (pen: CanvasRenderingContext2D, width: number, height: number) => void;

/** Calls `draw` when something it reads of signals changes, and when the canvas or its colours do. */
export function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, draw: Draw, inputs: readonly unknown[]): void {
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen) return undefined;
    const again = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      const sharpness = Math.min(devicePixelRatio, 2);
      const [wide, high] = [Math.round(width * sharpness), Math.round(height * sharpness)];
      if (element.width !== wide) element.width = wide;
      if (element.height !== high) element.height = high;
      pen.setTransform(sharpness, 0, 0, sharpness, 0, 0);
      pen.clearRect(0, 0, width, height);
      if (width > 0 && height > 0) draw(pen, width, height);
    };
    const stop = effect(() => {
      void mood.value;
      again();
    });
    const size = new ResizeObserver(again);
    size.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", again);
    return () => {
      stop();
      size.disconnect();
      dark.removeEventListener("change", again);
    };
  }, inputs);
}
