// The page's own socket as a live stream needs it.
import { effect } from "@preact/signals";
import type { Wire } from "../../live";
import { ask, connection, on, type Connection } from "../../socket";

export const wire: Wire = {
  ask: ask as unknown as Wire["ask"],
  on: on as unknown as Wire["on"],
  onConnect: (handle) => onTurn("connected", handle),
  onLost: (handle) => onTurn("lost", handle),
};

/** Each time the connection becomes so, from now on. */
function onTurn(wanted: Connection, handle: () => void): () => void {
  let before = connection.peek();
  return effect(() => {
    const now = connection.value;
    if (now === wanted && before !== wanted) queueMicrotask(handle);
    before = now;
  });
}
