// Bars: what is known of a stream, each bar in its newest revision.
import type { Bar } from "./protocol";

export interface Known extends Bar {
  /** A bar before it was written anew, so it will be too; until then it stands. */
  tentative: boolean;
}

/** `before`: what it took the place of. */
export interface Change {
  bar: Known;
  before: Known | null;
}

const KEPT_SECONDS = 90;

export class Bars {
  private known = new Map<number, Known>();

  /** null for what is known already, or older. */
  put(bar: Bar): Change | null {
    const before = this.known.get(bar.index) ?? null;
    if (before !== null && before.revision >= bar.revision) return null;
    const now = { ...bar, tentative: false };
    this.known.set(bar.index, now);
    if (before !== null) this.doubt(now);
    this.forget(bar.starts - KEPT_SECONDS);
    return { bar: now, before };
  }

  /** In the order in which they sound. */
  get all(): Known[] {
    return [...this.known.values()].sort((one, other) => one.index - other.index);
  }

  get(index: number): Known | undefined {
    return this.known.get(index);
  }

  /** The one that sounds at this time of the server. */
  at(server: number): Known | null {
    return this.all.find((bar) => bar.starts <= server && server < bar.starts + bar.seconds) ?? null;
  }

  /** Those behind a new one are written anew as well, and begin when it ends. */
  private doubt(changed: Known): void {
    let starts = changed.starts + changed.seconds;
    for (const bar of this.all) {
      if (bar.index <= changed.index) continue;
      this.known.set(bar.index, { ...bar, starts, tentative: true });
      starts += bar.seconds;
    }
  }

  private forget(before: number): void {
    for (const bar of this.all) if (bar.starts + bar.seconds < before) this.known.delete(bar.index);
  }
}
