// The camera while it is on: small frames, one at a time, to the server or to this browser's own reader.
import { ask } from "../../socket";
import { Refusal } from "../../refusal";
import { words } from "../../i18n";
import { local, lookHere } from "./local";
import type { Seen } from "./here/reader";
import { asJpeg, drawn } from "./picture";

const EVERY = 200;
const WIDTH = 480;
const QUALITY = 0.8;

/** Opens the camera into `video`. Throws Refusal with what to do. */
export async function openCamera(video: HTMLVideoElement): Promise<MediaStream> {
  const { camera } = words.value.feel;
  if (navigator.mediaDevices === undefined) throw new Refusal("camera", camera.insecure, { nextStep: camera.insecureNext });
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 640 } }, audio: false });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    if (name === "NotAllowedError") throw new Refusal("camera", camera.denied, { nextStep: camera.deniedNext });
    if (name === "NotReadableError") throw new Refusal("camera", camera.busy, { nextStep: camera.busyNext });
    throw new Refusal("camera", camera.none, { nextStep: camera.noneNext });
  }
  video.srcObject = stream;
  await video.play();
  return stream;
}

/** Looks five times a second, never twice at once, until what it gives back is called. What the server sees comes back as
 * mood:observed. */
export function watch(video: HTMLVideoElement, onSeen: (seen: Seen) => void, onProblem: (problem: Refusal) => void): () => void {
  let running = true;
  const look = async (): Promise<void> => {
    const canvas = drawn(video, video.videoWidth, video.videoHeight, WIDTH);
    if (local.value) return onSeen(await lookHere(canvas));
    const image = await (await asJpeg(canvas, QUALITY)).arrayBuffer();
    await ask("mood:frame", { image, at: Date.now() });
  };
  const turn = async (): Promise<void> => {
    while (running) {
      const begun = performance.now();
      if (video.videoWidth > 0 && !document.hidden) await look().catch((error: unknown) => onProblem(Refusal.of(error)));
      await new Promise((done) => setTimeout(done, Math.max(EVERY - (performance.now() - begun), 20)));
    }
  };
  void turn();
  return () => void (running = false);
}
