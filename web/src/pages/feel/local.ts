// "Keep it in my browser": whether faces are read here, and the door to what reads them, fetched when it is first needed.
import { effect, signal } from "@preact/signals";
import { newKey, post } from "../../api";
import { words } from "../../i18n";
import { recall, remember } from "../../memory";
import { Refusal } from "../../refusal";
import type { MoodAnswer } from "../../types";
import type { FaceReader, Seen } from "./here/reader";

const KEPT_AS = "museaika.local";
export const local = signal(recall(KEPT_AS) === "yes");
/** What it does before the first face: fetching, opening, or ready. */
export const stage = signal<"asleep" | "loading" | "ready">("asleep");
effect(() => remember(KEPT_AS, local.value ? "yes" : "no"));

let reader: Promise<FaceReader> | null = null;

/** What a face in these pixels shows; nothing leaves the browser. Throws Refusal. */
export async function lookHere(canvas: HTMLCanvasElement): Promise<Seen> {
  const found = await (await awake()).read(canvas);
  if (found !== null) return found;
  const { noFace, noFaceNext } = words.value.feel.local;
  throw new Refusal("mood.no_face", noFace, { nextStep: noFaceNext });
}

/** Two numbers and how sure they are: all that the server hears of a picture that was read here. */
export async function keepSeen(seen: Seen): Promise<MoodAnswer> {
  const { valence, arousal, confidence } = seen;
  const answer = await post<MoodAnswer>("/mood", { valence, arousal, confidence, source: "device" }, { key: newKey() });
  return { ...answer, certain: seen.certain, readings: [readingOf(seen, answer)] };
}

const readingOf = (seen: Seen, answer: MoodAnswer): MoodAnswer["readings"][number] => ({
  mood: answer.mood,
  emotions: seen.emotions,
  certain: seen.certain,
  boxes: [seen.box],
  language: null,
  notes: [],
  network: "browser",
});

function awake(): Promise<FaceReader> {
  stage.value = stage.value === "ready" ? "ready" : "loading";
  reader ??= import("./here/reader")
    .then(({ openFaceReader }) => openFaceReader())
    .then(
      (opened) => {
        stage.value = "ready";
        return opened;
      },
      (error: unknown) => {
        reader = null;
        stage.value = "asleep";
        console.warn(error);
        const { impossible, impossibleNext } = words.value.feel.local;
        throw new Refusal("local", impossible, { nextStep: impossibleNext });
      },
    );
  return reader;
}
