// useLooking: the camera from its switching on to its switching off, and what it makes of a face meanwhile.
import { type Signal, useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { newKey, post } from "../../api";
import { feel, mood } from "../../mood";
import { Refusal } from "../../refusal";
import { on } from "../../socket";
import type { MoodAnswer } from "../../types";
import { permitted } from "./consent";
import { openCamera, watch } from "./frames";
import type { Seen } from "./here/reader";
import { forgetAnswer, read } from "./keeping";
import { keepSeen, local } from "./local";

export interface Glimpse {
  valence: number;
  arousal: number;
  confidence: number;
  certain: boolean;
}

export interface Looking {
  phase: Signal<"off" | "starting" | "on">;
  glimpse: Signal<Glimpse | null>;
  problem: Signal<Refusal | null>;
  start: () => Promise<void>;
  stop: () => void;
  keep: () => Promise<void>;
}

export function useLooking(video: RefObject<HTMLVideoElement | null>): Looking {
  /** Ends what runs; null while nothing does. */
  const running = useRef<(() => void) | null>(null);
  const seen = useRef<Seen | null>(null);
  const phase = useSignal<"off" | "starting" | "on">("off");
  const { glimpse, problem, notice } = useGlimpses(() => running.current !== null);
  const stop = (): void => {
    running.current?.();
    running.current = null;
    glimpse.value = null;
    phase.value = "off";
  };
  const begin = async (): Promise<void> => {
    if (!local.value && !(await permitted())) return stop();
    const screen = video.current as HTMLVideoElement;
    const stream = await openCamera(screen);
    forgetAnswer();
    feel(mood.value, { id: null, source: "face" });
    const stopWatching = watch(screen, (found) => notice((seen.current = found)), (refused) => (problem.value = refused));
    running.current = () => {
      stopWatching();
      stream.getTracks().forEach((track) => track.stop());
    };
    phase.value = "on";
  };
  const start = async (): Promise<void> => {
    problem.value = null;
    phase.value = "starting";
    await begin().catch((error: unknown) => {
      stop();
      problem.value = Refusal.of(error);
    });
  };
  const keep = async (): Promise<void> => {
    if (glimpse.value === null) return;
    await kept(glimpse.value, seen.current).then(read, (error: unknown) => (problem.value = Refusal.of(error)));
  };
  useEffect(() => stop, []);
  return { phase, glimpse, problem, start, stop, keep };
}

/** What is seen, here or by the server; a sure one moves the point, unless the person said something themselves. */
function useGlimpses(isOn: () => boolean): Pick<Looking, "glimpse" | "problem"> & { notice: (found: Glimpse) => void } {
  const glimpse = useSignal<Glimpse | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const notice = (found: Glimpse): void => {
    glimpse.value = found;
    problem.value = null;
    if (found.certain && mood.peek().source !== "pointed") feel(found, { id: null, source: "face" });
  };
  useEffect(
    () =>
      on("mood:observed", ({ source, mood: found, certain, error }) => {
        if (source !== "face" || !isOn()) return;
        if (found !== null) notice({ ...found, certain });
        else if (error !== null) problem.value = Refusal.told(error);
      }),
    [],
  );
  return { glimpse, problem, notice };
}

/** What the camera showed, smoothed over its frames, or what this browser saw itself, as one mood that can be corrected. */
async function kept({ valence, arousal, confidence, certain }: Glimpse, seen: Seen | null): Promise<MoodAnswer> {
  if (local.value && seen !== null) return keepSeen(seen);
  const answer = await post<MoodAnswer>("/mood", { valence, arousal, confidence, source: "device" }, { key: newKey() });
  return { ...answer, certain };
}
