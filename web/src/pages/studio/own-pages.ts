// OwnPages: engines with a page of their own; all others get a form made from their schema. An address, or a chunk.
import type { ComponentType } from "preact";
import { addressOf } from "../../router";
import type { Engine } from "../../types";

export interface RoomProps {
  engine: Engine;
}

/** Somewhere else on the page. */
export const ELSEWHERE: Record<string, string> = {
  composer: addressOf("make"),
};

/** In the studio, at /studio/<name>: blend, twin and song name theirs here. */
export const ROOMS: Record<string, () => Promise<{ default: ComponentType<RoomProps> }>> = {
  blend: () => import("../blend"),
  song: () => import("../song"),
  twin: () => import("../twin"),
};
