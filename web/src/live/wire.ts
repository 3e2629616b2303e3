// Wire: the socket as a live stream needs it; `wireOf` makes one of a socket.io client.

export interface Wire {
  /** Resolves to the acknowledgement; rejects with a Refused. */
  ask(event: string, message: object): Promise<unknown>;
  /** Gives back how to hear it no more. */
  on(event: string, handle: (news: never) => void): () => void;
  /** Called after every connection that follows the present one. */
  onConnect(handle: () => void): () => void;
  onLost(handle: () => void): () => void;
}

/** What the server said instead of yes: a stable code, a sentence, what to do next. `network`: nobody answered. */
export interface Refused {
  code: string;
  message: string;
  nextStep?: string | null;
}

export const codeOf = (error: unknown): string => (error as Partial<Refused> | null)?.code ?? "page";

/** As much of a socket of socket.io-client as is needed. */
export interface SocketLike {
  timeout(milliseconds: number): { emitWithAck(event: string, message: object): Promise<unknown> };
  on(event: string, handle: (...news: never[]) => void): unknown;
  off(event: string, handle: (...news: never[]) => void): unknown;
}

const PATIENCE = 10_000;

export function wireOf(socket: SocketLike): Wire {
  const on = (event: string, handle: (...news: never[]) => void): (() => void) => {
    socket.on(event, handle);
    return () => void socket.off(event, handle);
  };
  return {
    on,
    onConnect: (handle) => on("connect", handle),
    onLost: (handle) => on("disconnect", handle),
    ask: (event, message) => asked(socket, event, message),
  };
}

async function asked(socket: SocketLike, event: string, message: object): Promise<unknown> {
  type Acknowledged = { ok: boolean; error?: { code: string; detail: string; next_step?: string | null } };
  const nobody: Refused = { code: "network", message: "The server did not answer." };
  const told = await socket.timeout(PATIENCE).emitWithAck(event, message).catch(() => null);
  if (told === null) throw Object.assign(new Error(nobody.message), nobody);
  const { ok, error } = told as Acknowledged;
  if (ok) return told;
  throw Object.assign(new Error(error?.detail ?? "The server did not say why."), { code: error?.code ?? "server", nextStep: error?.next_step ?? null });
}
