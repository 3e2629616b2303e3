// The way to the server's doors: cookies and CSRF as they want them, problem+json as a Refusal, pages by cursor.
import { Refusal } from "./refusal";
import type { Page } from "./types";

export interface Call {
  method?: string;
  /** Sent as JSON; a FormData or a Blob goes as it is. */
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  /** The same key twice is the same order once: see newKey(). */
  key?: string;
  /** Which version of it you read: somebody else's later change is a refusal (412), not overwritten. */
  version?: number;
  signal?: AbortSignal;
  /** Waits for no session and begins none: for who is asking who they are. */
  alone?: boolean;
}

type SignIn = () => Promise<void>;
let signInAgain: SignIn | null = null;
let arrived: Promise<unknown> = Promise.resolve();

/** The session says how to become somebody, and when that has happened. */
export function useSignIn(again: SignIn, first: Promise<unknown>): void {
  signInAgain = again;
  arrived = first;
}

/** Ask the server; the answer as `T`, null for 204. Throws Refusal. Waits until the page is somebody. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const alone = options.alone === true || path.startsWith("/auth/guest");
  if (!alone) await arrived;
  const response = await send(path, options);
  if (signInAgain === null || alone || path.startsWith("/auth/") || !(await isLost(response))) return answer<T>(response);
  await signInAgain();
  return answer<T>(await send(path, options));
}

export const get = <T>(path: string, query?: Call["query"]): Promise<T> => call<T>(path, query ? { query } : {});
export const post = <T>(path: string, body?: unknown, more: Call = {}): Promise<T> =>
  call<T>(path, { ...more, method: "POST", body });
export const put = <T>(path: string, body?: unknown): Promise<T> => call<T>(path, { method: "PUT", body });
export const patch = <T>(path: string, body: unknown): Promise<T> => call<T>(path, { method: "PATCH", body });
export const remove = <T = null>(path: string): Promise<T> => call<T>(path, { method: "DELETE" });

/** A key for one order: keep it while you try again, so that a lost answer never orders twice. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join("");
/** One key for one order, however often it is sent until it was taken: what is ordered says which one it is. */
export function steadyKey(): { of: (order: unknown) => string; taken: () => void } {
  let [known, key] = ["", ""];
  return {
    of: (order) => {
      const said = JSON.stringify(order);
      if (said !== known) [known, key] = [said, newKey()];
      return key;
    },
    taken: () => (known = ""),
  };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** All items of a list, page by page, `most` at most. */
export async function everything<T>(path: string, query: Call["query"] = {}, most = 1000): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get(path, { limit: 100, ...query, cursor });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && found.length < most);
  return found.slice(0, most);
}

export function address(path: string, query: Call["query"] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

export function csrf(cookies: string = document.cookie): string {
  const found = /(?:^|;\s*)museaika_csrf=([^;]*)/.exec(cookies);
  return decodeURIComponent(found?.[1] ?? "");
}

/** A problem document, or whatever a proxy on the way said instead. */
export function refusal(status: number, problem: Record<string, unknown> | null, retryAfter: string | null): Refusal {
  const text = (name: string): string | null => (typeof problem?.[name] === "string" ? (problem[name] as string) : null);
  const code = text("code") ?? (status >= 500 ? "server" : `http.${status}`);
  const detail = text("detail") ?? text("title") ?? `HTTP ${status}`;
  const wait = retryAfter === null || Number.isNaN(Number(retryAfter)) ? null : Number(retryAfter);
  return new Refusal(code, detail, { status, nextStep: text("next_step"), field: text("field"), retryAfter: wait });
}

/** The session ended, or its two cookies do not belong together any more. */
async function isLost(response: Response): Promise<boolean> {
  if (response.status !== 403) return response.status === 401;
  const problem = (await response.clone().json().catch(() => null)) as { code?: string } | null;
  return problem?.code === "auth.csrf";
}

async function send(path: string, options: Call): Promise<Response> {
  const { method = "GET", body, query, key, version, signal } = options;
  const headers = new Headers({ Accept: "application/json" });
  if (method !== "GET") headers.set("X-CSRF-Token", csrf());
  if (key !== undefined) headers.set("Idempotency-Key", key);
  if (version !== undefined) headers.set("If-Match", `"${version}"`);
  const asIs = body instanceof FormData || body instanceof Blob;
  if (body !== undefined && !asIs) headers.set("Content-Type", "application/json");
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = asIs ? (body as BodyInit) : JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(address(path, query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal("network", "The server cannot be reached.");
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) return null as T;
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  if (response.ok) return (isJson ? await response.json() : await response.blob()) as T;
  const problem = isJson ? await response.json().catch(() => null) : null;
  throw refusal(response.status, problem, response.headers.get("Retry-After"));
}
