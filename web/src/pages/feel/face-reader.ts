export interface Seen { valence: number; arousal: number; confidence: number; certain: boolean; emotions: Record<string, number>; box: import("../../types").Box }
export interface FaceReader { read(canvas: HTMLCanvasElement): Promise<Seen | null> }
export async function openFaceReader(): Promise<FaceReader> { throw new Error("x"); }
