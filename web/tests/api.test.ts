import { afterEach, expect, test, vi } from "vitest";
import { address, call, csrf, everything, get, newKey, post, refusal, steadyKey, useSignIn } from "../src/api";
import { Refusal } from "../src/refusal";

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers } });

function server(...answers: (Response | Error)[]) {
  const asked = vi.fn(async (_path: string, _init: RequestInit) => {
    const next = answers.shift();
    if (next instanceof Error || next === undefined) throw next ?? new Error("asked too often");
    return next;
  });
  vi.stubGlobal("fetch", asked);
  vi.stubGlobal("document", { cookie: "a=b; museaika_csrf=to%2Bken" });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test("an unsafe request repeats the CSRF cookie and keeps its key", async () => {
  const asked = server(json({ id: "1" }, 202));
  const key = newKey();
  await post("/generations", { engine: "composer" }, { key });
  const headers = new Headers(asked.mock.calls[0]?.[1].headers);
  expect(headers.get("X-CSRF-Token")).toBe("to+ken");
  expect(headers.get("Idempotency-Key")).toBe(key);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
});

test("a problem becomes a refusal with its next step", async () => {
  server(json({ title: "x", code: "mood.no_face", detail: "No face.", next_step: "Come closer.", field: "image" }, 422));
  const refused = await get("/mood/history").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ code: "mood.no_face", message: "No face.", nextStep: "Come closer.", field: "image", status: 422 });
});

test("what is no problem document is still a sentence", () => {
  expect(refusal(502, null, null)).toMatchObject({ code: "server", message: "HTTP 502" });
  expect(refusal(429, { code: "rate.limited", title: "Too many" }, "7")).toMatchObject({ message: "Too many", retryAfter: 7 });
});

test("a server that is away is a refusal, too", async () => {
  server(new TypeError("Failed to fetch"));
  await expect(get("/engines")).rejects.toMatchObject({ code: "network" });
});

test("a session that ended begins anew, once", async () => {
  const asked = server(json({ code: "auth.required", title: "", detail: "" }, 401), json({ items: [] }));
  const again = vi.fn(async () => undefined);
  useSignIn(again, Promise.resolve());
  expect(await call("/generations")).toEqual({ items: [] });
  expect([again.mock.calls.length, asked.mock.calls.length]).toEqual([1, 2]);
});

test("an order keeps its key until it was taken, and another order has another", () => {
  const key = steadyKey();
  const first = key.of({ engine: "composer" });
  expect(key.of({ engine: "composer" })).toBe(first);
  expect(key.of({ engine: "render" })).not.toBe(first);
  const second = key.of({ engine: "render" });
  key.taken();
  expect(key.of({ engine: "render" })).not.toBe(second);
});

test("who asks who they are begins no session", async () => {
  server(json({ code: "auth.required", title: "", detail: "" }, 401));
  const again = vi.fn(async () => undefined);
  useSignIn(again, new Promise(() => undefined));
  await expect(call("/user/me", { alone: true })).rejects.toMatchObject({ status: 401 });
  expect(again).not.toHaveBeenCalled();
  useSignIn(again, Promise.resolve());
});

test("pages are followed to their end, or as far as asked", async () => {
  server(json({ items: [1, 2], next_cursor: "x" }), json({ items: [3, 4], next_cursor: "y" }));
  expect(await everything("/generations", {}, 3)).toEqual([1, 2, 3]);
});

test("an address leaves out what is not said", () => {
  expect(address("/mood/history", { limit: 5, since: null, cursor: "a b" })).toBe("/mood/history?limit=5&cursor=a+b");
  expect(csrf("x=1")).toBe("");
});
