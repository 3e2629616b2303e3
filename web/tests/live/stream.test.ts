import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStream, type State } from "../../src/live";
import { bar, Ear, Feed, now, quarters, server } from "./feed";

const ORDER = { mood: { valence: 0, arousal: 0 } };
let feed: Feed;
let ear: Ear;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(5_000);
  feed = new Feed();
  ear = new Ear();
});
afterEach(() => void vi.useRealTimers());

async function started(): Promise<LiveStream> {
  const waiting = LiveStream.start(feed, ORDER, { now });
  await vi.advanceTimersByTimeAsync(30);
  const stream = await waiting;
  stream.play(ear);
  return stream;
}
const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1000);

describe("a live stream", () => {
  it("plays every note once, in its time, whatever the clock here says", async () => {
    const stream = await started();
    const begins = server() + 0.5;
    feed.say("live:bar", bar(0, begins));
    feed.say("live:bar", bar(1, begins + 2));
    await pass(5);
    const expected = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((at) => stream.when(begins + at));
    expect(ear.ons).toHaveLength(8);
    ear.ons.forEach(({ at }, place) => expect(at).toBeCloseTo(expected[place] as number, 2));
    expect(ear.heard.filter(({ what }) => what === "off")).toHaveLength(8);
    expect(ear.heard.filter(({ what }) => what === "seat")).toHaveLength(1);
    stream.leave();
  });

  it("hands notes over a moment before they sound, and not earlier", async () => {
    const stream = await started();
    const early: number[] = [];
    ear.strike = (_channel, _pitch, _velocity, at) => void early.push(at - now());
    feed.say("live:bar", bar(0, server() + 0.5));
    await pass(4);
    expect(early).toHaveLength(4);
    for (const lead of early) expect(lead).toBeGreaterThanOrEqual(0.15);
    for (const lead of early) expect(lead).toBeLessThanOrEqual(0.25);
    stream.leave();
  });

  it("plays a better bar in place of one that has not sounded, and nothing of the old", async () => {
    const stream = await started();
    const begins = server() + 0.5;
    feed.say("live:bar", bar(0, begins));
    feed.say("live:bar", bar(1, begins + 2));
    await pass(1);
    feed.say("live:bar", bar(1, begins + 2, { revision: 1, tracks: [{ name: "piano", role: "chords", program: 4, drums: false, volume: 90, notes: quarters(90) }] }));
    feed.say("live:bar", bar(1, begins + 2));
    await pass(5);
    expect(ear.ons.slice(4).map(({ pitch }) => pitch)).toEqual([90, 90, 90, 90]);
    expect(ear.heard.filter(({ what }) => what === "seat").map(({ pitch }) => pitch)).toEqual([0, 4]);
    stream.leave();
  });

  it("moves what follows a better bar of another length until it is written anew itself", async () => {
    const stream = await started();
    const begins = server() + 0.5;
    for (const index of [0, 1, 2]) feed.say("live:bar", bar(index, begins + 2 * index));
    feed.say("live:bar", bar(1, begins + 2, { revision: 1, seconds: 1.8 }));
    expect(stream.bars.get(2)).toMatchObject({ tentative: true });
    expect(stream.bars.get(2)?.starts).toBeCloseTo(begins + 3.8);
    feed.say("live:bar", bar(2, begins + 3.8, { revision: 1 }));
    expect(stream.bars.get(2)).toMatchObject({ tentative: false, revision: 1 });
    stream.leave();
  });

  it("lets a note ring into the next bar, and ends it where its key is struck again", async () => {
    const stream = await started();
    const begins = server() + 0.5;
    const one = (notes: number[][]): unknown => [{ name: "pad", role: "pad", program: 89, drums: false, volume: 90, notes }];
    feed.say("live:bar", bar(0, begins, { tracks: one([[60, 0, 3.5, 80]]) }));
    feed.say("live:bar", bar(1, begins + 2, { tracks: one([[60, 1, 1.9, 80]]) }));
    await pass(6);
    const kinds = ear.heard.filter(({ what }) => what !== "seat").map(({ what, at }) => [what, Math.round((at - stream.when(begins)) * 100) / 100]);
    expect(kinds).toEqual([["on", 0], ["off", 3], ["on", 3], ["off", 3.9]]);
    stream.leave();
  });

  it("sends ten moods a second at most, the newest always among them", async () => {
    const stream = await started();
    for (let turn = 0; turn < 1000; turn++) {
      stream.steer({ valence: turn / 1000, arousal: 0 });
      await pass(0.001);
    }
    await pass(1);
    expect(feed.count("live:mood")).toBeLessThanOrEqual(11);
    expect(feed.asked.filter(([event]) => event === "live:mood").at(-1)?.[1]).toMatchObject({ valence: 0.999 });
    stream.leave();
  });

  it("takes no mood that is no number, and pulls one outside the circle to its rim", async () => {
    const stream = await started();
    expect(() => stream.steer({ valence: NaN, arousal: 0 })).toThrow(RangeError);
    stream.steer({ valence: 3, arousal: 4 });
    await pass(0.1);
    expect(feed.asked.at(-1)?.[1] ?? {}).toMatchObject({ valence: 0.6, arousal: 0.8 });
    stream.leave();
  });

  it("catches up after a minute without a connection, without a burst of old notes", async () => {
    const stream = await started();
    const states: State[] = [];
    stream.on("state", (state) => states.push(state));
    const begins = server() + 0.5;
    feed.say("live:bar", bar(0, begins));
    await pass(2);
    feed.refusing["live:listen"] = { code: "network" };
    feed.say("lost");
    const asked = feed.count("live:listen");
    await pass(60);
    expect(feed.count("live:listen") - asked).toBeLessThanOrEqual(65);
    const before = ear.ons.length;
    feed.refusing = {};
    feed.standing = { bars: [28, 29, 30, 31, 32].map((index) => bar(index, begins + 2 * index)) };
    feed.say("connect");
    await pass(0.1);
    expect(ear.ons.length - before).toBeLessThanOrEqual(1);
    await pass(4);
    expect(ear.ons.length - before).toBeGreaterThanOrEqual(5);
    expect(states).toEqual(["playing", "lost", "playing"]);
    stream.leave();
  });

  it("sends the mood that could not be said once the connection is back", async () => {
    const stream = await started();
    feed.refusing["live:mood"] = { code: "network" };
    stream.steer({ valence: 0.5, arousal: 0.5 });
    await pass(1);
    feed.refusing = {};
    const before = feed.count("live:mood");
    feed.say("connect");
    await pass(1);
    expect(feed.count("live:mood")).toBe(before + 1);
    stream.leave();
  });

  it("ends with a reason when the server has forgotten it", async () => {
    const stream = await started();
    feed.refusing["live:listen"] = { code: "live.not_found" };
    feed.say("connect");
    await pass(0.1);
    expect(stream.ending).toMatchObject({ reason: "lost" });
    expect(stream.state).toBe("ended");
  });

  it("stays silent while nothing may sound, then begins with the present bar", async () => {
    const stream = await started();
    ear.ready = false;
    const begins = server() + 0.5;
    for (const index of [0, 1]) feed.say("live:bar", bar(index, begins + 2 * index));
    await pass(2.4);
    expect(ear.heard).toEqual([]);
    ear.ready = true;
    await pass(4);
    expect(ear.ons.length).toBeGreaterThanOrEqual(4);
    expect(ear.ons.every(({ pitch, at }) => pitch === 61 || at > stream.when(begins + 1.4))).toBe(true);
    stream.leave();
  });

  it("asks nothing more after it was left, even when its last question fails", async () => {
    const stream = await started();
    await pass(1);
    feed.refusing["live:listen"] = { code: "network" };
    feed.say("connect");
    stream.leave();
    await pass(1);
    const asked = feed.count("live:listen");
    await pass(30);
    expect(feed.count("live:listen")).toBe(asked);
  });

  it("lets go of what rang when the sound was taken away, once it is back", async () => {
    const stream = await started();
    feed.say("live:bar", bar(0, server() + 0.3, { tracks: [{ name: "pad", role: "pad", program: 89, drums: false, volume: 90, notes: [[60, 0, 1, 80]] }] }));
    await pass(0.6);
    ear.ready = false;
    await pass(1.5);
    expect(ear.heard.at(-1)?.what).toBe("on");
    ear.ready = true;
    await pass(0.2);
    expect(ear.heard.at(-1)).toMatchObject({ what: "off", pitch: 60 });
    stream.leave();
  });

  it("sends nothing more and lets go of everything at the end", async () => {
    const stream = await started();
    feed.say("live:bar", bar(0, server() + 0.2));
    feed.say("live:bar", bar(1, server() + 2.2));
    await pass(0.45);
    feed.say("live:ended", { id: "another", reason: "stopped", work: null, played: 1 });
    expect(stream.state).toBe("playing");
    feed.say("live:ended", { id: "s", reason: "stopped", work: "job", played: 1 });
    const sounded = ear.ons.length;
    expect(sounded).toBeGreaterThan(0);
    await pass(5);
    expect(ear.ons).toHaveLength(sounded);
    expect(ear.heard.filter(({ what }) => what === "off")).toHaveLength(sounded);
    expect(stream.ending).toEqual({ reason: "stopped", work: "job", played: 1 });
  });

  it("mutes by name", async () => {
    const stream = await started();
    stream.muted.add("piano");
    feed.say("live:bar", bar(0, server() + 0.2));
    await pass(3);
    expect(ear.ons).toEqual([]);
    stream.leave();
  });

  it("takes up the bars that came before the acknowledgement", async () => {
    const waiting = LiveStream.start(feed, ORDER, { now });
    await pass(0.001);
    feed.say("live:bar", bar(0, server() + 0.5));
    await pass(0.03);
    const stream = await waiting;
    expect(stream.bars.get(0)).toBeDefined();
    stream.leave();
  });

  it("passes a refusal on", async () => {
    feed.refusing["live:start"] = { code: "live.too_many" };
    await expect(LiveStream.start(feed, ORDER, { now })).rejects.toMatchObject({ code: "live.too_many" });
  });

  it("keeps what was played when it is asked to", async () => {
    const stream = await started();
    feed.standing = { state: "ended", work: "job", played: 4, reason: "stopped" };
    const ending = stream.stop({ keep: true });
    await pass(0.1);
    expect(await ending).toEqual({ reason: "stopped", work: "job", played: 4 });
    expect(feed.asked.at(-1)).toEqual(["live:stop", { id: "s", keep: true }]);
  });
});
