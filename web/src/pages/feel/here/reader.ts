// Reader: the server's face networks in the browser, fetched once and run by WebAssembly; no picture leaves.
import * as ort from "onnxruntime-web/wasm";
import runtime from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import secondWeights from "../../../../../modules/mood/detectors/face/weights/face-second.onnx?url";
import weights from "../../../../../modules/mood/detectors/face/weights/face.onnx?url";
import type { Box } from "../../../types";
import finderWeights from "./face-finder.onnx?url";
import { facesIn, type Found, SIDE as FINDER_SIDE, type Spot } from "./finder";
import { framed, mirrored, SIDE, turnOf } from "./framing";
import { type Calibration, calibrationIn, placeOf, together, trust } from "./opinion";

export interface Seen {
  valence: number;
  arousal: number;
  confidence: number;
  certain: boolean;
  emotions: Record<string, number>;
  box: Box;
}

export interface FaceReader {
  /** The largest face in these pixels; null where there is none. */
  read: (picture: HTMLCanvasElement) => Promise<Seen | null>;
}

export async function openFaceReader(): Promise<FaceReader> {
  ort.env.wasm.wasmPaths = { wasm: runtime };
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const [find, know, second] = await Promise.all([fetched(finderWeights), fetched(weights), fetched(secondWeights)]);
  const finder = await opened(find);
  const networks = [await opened(know), await opened(second)];
  const calibration = calibrationIn(know);
  return {
    read: async (picture) => {
      const face = await largest(finder, picture);
      return face && judged(networks, calibration, picture, face);
    },
  };
}

function opened(file: ArrayBuffer): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(new Uint8Array(file));
}

async function fetched(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** Looks at the picture made small, with black beside it where it is not square. */
async function largest(finder: ort.InferenceSession, picture: HTMLCanvasElement): Promise<Found | null> {
  const scale = FINDER_SIDE / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const [left, top] = [(FINDER_SIDE - width) / 2, (FINDER_SIDE - height) / 2];
  const canvas = new OffscreenCanvas(FINDER_SIDE, FINDER_SIDE);
  const pen = canvas.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  pen.imageSmoothingQuality = "high";
  pen.fillRect(0, 0, FINDER_SIDE, FINDER_SIDE);
  pen.drawImage(picture, left, top, width, height);
  const { data } = pen.getImageData(0, 0, FINDER_SIDE, FINDER_SIDE);
  const input = Float32Array.from({ length: FINDER_SIDE * FINDER_SIDE * 3 }, (_, at) => (data[Math.floor(at / 3) * 4 + (at % 3)] ?? 0) / 127.5 - 1);
  const told = await finder.run({ picture: new ort.Tensor("float32", input, [1, FINDER_SIDE, FINDER_SIDE, 3]) });
  const [face] = facesIn(told["regressors"]?.data as Float32Array, told["classificators"]?.data as Float32Array);
  if (face === undefined) return null;
  const x = (share: number): number => (share * FINDER_SIDE - left) / width;
  const y = (share: number): number => (share * FINDER_SIDE - top) / height;
  const spot = (one: Spot): Spot => ({ x: x(one.x) * picture.width, y: y(one.y) * picture.height });
  const features = face.features.map(spot) as Found["features"];
  return { ...face, left: x(face.left), top: y(face.top), width: (face.width * FINDER_SIDE) / width, height: (face.height * FINDER_SIDE) / height, features };
}

/** Each network looks at the face and at its mirror image. */
async function judged(networks: ort.InferenceSession[], calibration: Calibration, picture: HTMLCanvasElement, found: Found): Promise<Seen> {
  const face = framed(picture, turnOf(found.features));
  const both = new Uint8Array(2 * face.length);
  both.set(face);
  both.set(mirrored(face), face.length);
  const told: ort.InferenceSession.OnnxValueMapType[] = [];
  for (const network of networks) told.push(await network.run({ faces: new ort.Tensor("uint8", both, [2, SIDE, SIDE]) }));
  const head = (name: string): Float32Array => Float32Array.from(told.flatMap((one) => [...(one[name]?.data as Float32Array)]));
  const emotions = together(head("ferplus"), head("fer2013"), calibration);
  const [rightEye, leftEye] = found.features;
  const confidence = Math.max(...Object.values(emotions)) * trust([rightEye, leftEye], found.score, face);
  const { left, top, width, height, score } = found;
  return { ...placeOf(emotions), confidence, certain: confidence >= calibration.certain_above, emotions, box: { left, top, width, height, score } };
}
