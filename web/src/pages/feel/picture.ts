// Pictures on their way: made small here, so that even a photo of forty megabytes is a short message.
import { words } from "../../i18n";
import { Refusal } from "../../refusal";

const WIDEST = 1280;
const QUALITY = 0.9;

/** A file as pixels, upright and at most 1280 wide. Throws Refusal for what is no picture. */
export async function opened(file: Blob): Promise<HTMLCanvasElement> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    const { noPicture, noPictureNext } = words.value.feel.photo;
    throw new Refusal("picture", noPicture, { nextStep: noPictureNext });
  }
  const canvas = drawn(picture, picture.width, picture.height, WIDEST);
  picture.close();
  return canvas;
}

/** What a video or a picture shows now, at most so wide. */
export function drawn(source: CanvasImageSource, width: number, height: number, widest: number): HTMLCanvasElement {
  const scale = Math.min(1, widest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(width * scale), 1);
  canvas.height = Math.max(Math.round(height * scale), 1);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function asJpeg(canvas: HTMLCanvasElement, quality: number = QUALITY): Promise<Blob> {
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob === null ? failed(new Error("The picture could not be written.")) : done(blob)), "image/jpeg", quality),
  );
}
