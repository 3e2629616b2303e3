// One socket for the whole page: typed events, acknowledgements as promises, and a sign to read the truth again.
import { effect, signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";
import type { Heard, Said } from "./events";
import { Refusal } from "./refusal";

export type Connection = "connecting" | "connected" | "lost";
export const connection = signal<Connection>("connecting");
/** Goes up with every connection: whoever shows something of the server reads it again then. */
export const refresh = signal(0);

const PATIENCE = 10_000;
const socket: Socket = io({
  autoConnect: false,
  transports: ["websocket"],
  reconnectionDelay: 500,
  reconnectionDelayMax: 4000,
});

socket.on("connect", () => {
  connection.value = "connected";
  refresh.value += 1;
});
socket.on("connect_error", () => (connection.value = "lost"));
socket.on("disconnect", (reason) => {
  connection.value = "lost";
  if (reason === "io server disconnect") setTimeout(() => socket.connect(), 1000);
});

export function connect(): void {
  socket.connect();
}

/** Hear an event until the function that is given back is called. */
export function on<E extends keyof Heard>(event: E, handle: (news: Heard[E]) => void): () => void {
  const listener = handle as (...news: unknown[]) => void;
  socket.on(event as string, listener);
  return () => socket.off(event as string, listener);
}

/** Say something and get its acknowledgement. Throws Refusal: what the server said, or that nobody answered. */
export async function ask<E extends keyof Said>(event: E, message: Said[E][0]): Promise<Said[E][1]> {
  type Acknowledged = { ok: boolean; error?: { code: string; detail: string; next_step?: string | null } };
  let told: Acknowledged;
  try {
    told = (await socket.timeout(PATIENCE).emitWithAck(event as string, message)) as Acknowledged;
  } catch {
    throw new Refusal("network", "The server did not answer.");
  }
  if (told.ok) return told as unknown as Said[E][1];
  throw Refusal.told(told.error ?? { code: "server", detail: "The server did not say why." });
}

/** Call `read` now and after every reconnection, until the function that is given back is called. */
export function onRefresh(read: () => void): () => void {
  return effect(() => {
    void refresh.value;
    queueMicrotask(read);
  });
}
