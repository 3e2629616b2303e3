import { describe, expect, it } from "vitest";
import { AudioClock } from "../../src/live/audio-clock";
import { ServerClock } from "../../src/live/clock";

describe("the server's clock", () => {
  it("trusts the shortest trip", () => {
    const clock = new ServerClock(() => 0);
    clock.add(10, 10.4, 1010);
    clock.add(11, 11.02, 1011.01);
    clock.add(12, 12.6, 1012.55);
    expect(clock.local(1020)).toBeCloseTo(20, 1);
    expect(clock.trip).toBeCloseTo(0.02);
  });

  it("takes small corrections in small steps, and large ones at once", () => {
    const clock = new ServerClock(() => 0);
    clock.add(0, 0.2, 1000.1);
    clock.add(1, 1.01, 1001.045);
    expect(clock.local(1000)).toBeCloseTo(-0.01, 3);
    clock.add(2, 2.01, 2002);
    expect(clock.local(2002)).toBeCloseTo(2.005, 3);
  });

  it("forgets what it knew when a clock jumped", () => {
    const clock = new ServerClock(() => 0);
    clock.add(0, 0.01, 1000);
    clock.add(1, 1.3, 5000);
    expect(clock.local(5000)).toBeCloseTo(1.15, 2);
  });
});

describe("the sound's clock", () => {
  it("goes on smoothly over blocks, and is learnt anew after it stood still", () => {
    const context = { currentTime: 0 };
    let now = 100;
    const clock = new AudioClock(context, () => now);
    for (; now < 101; now += 0.003) {
      context.currentTime = Math.floor((now - 100) / 0.01) * 0.01;
      expect(clock.at(now) - (now - 100)).toBeCloseTo(0, 1);
    }
    const before = clock.at(now);
    now += 5;
    expect(clock.at(now)).toBeCloseTo(before, 1);
  });
});
