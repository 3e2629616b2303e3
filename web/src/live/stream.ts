// LiveStream: one stream of live music: begun or joined, steered, played, looked after when the connection is lost, ended.
import { Bars, type Change } from "./bars";
import { ServerClock, steady } from "./clock";
import { Listeners } from "./listeners";
import type { Player } from "./player";
import { type Bar, barOf, type Ending, type Order, type Point, type Told, type View } from "./protocol";
import { Scheduler } from "./scheduler";
import { Steering } from "./steering";
import { codeOf, type Wire } from "./wire";

export type State = "starting" | "playing" | "lost" | "ended";

/** What can be heard of a stream, each with a function that is given to `on`. */
export interface News {
  state: State;
  /** A bar was written, or written anew. */
  bar: Change;
  /** The mood that was sent last is followed from this bar on. */
  follows: { index: number; mood: Point };
  ended: Ending;
  trouble: unknown;
}

export interface Ways {
  now?: () => number;
  /** Notes go to the player so many seconds before they sound. */
  ahead?: number;
  /** A bar sounds so many seconds after its time on the server, and half a trip: what it takes to get here. */
  delay?: number;
}

const AHEAD = 0.25;
const DELAY = 0.2;
const LONGEST_DELAY = 0.8;
const TICK = 50;
const FIRST_LOOKS = 4;
const FIRST_EVERY = 200;
const EVERY = 15_000;
const AGAIN = 1000;
const GONE = new Set(["live.not_found", "not_found", "forbidden"]);

export class LiveStream {
  readonly clock: ServerClock;
  readonly bars = new Bars();
  readonly muted = new Set<string>();
  state: State = "starting";
  ending: Ending | null = null;
  private readonly listeners = new Listeners<News>();
  private cleanups: (() => void)[] = [];
  private closed = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private timers: ReturnType<typeof setTimeout>[] = [];
  private scheduler: Scheduler | null = null;
  private ticking: ReturnType<typeof setInterval> | null = null;
  private readonly steering: Steering;
  private readonly delay: number;

  private constructor(
    private readonly wire: Wire,
    readonly view: View,
    clock: ServerClock,
    private readonly ways: Ways,
  ) {
    this.clock = clock;
    this.delay = Math.min((ways.delay ?? DELAY) + clock.trip / 2, LONGEST_DELAY);
    this.steering = new Steering((mood) => this.send(mood), (error) => this.troubled(error));
  }

  /** Begin one. Rejects with a Refused, such as too many streams. */
  static start(wire: Wire, { mood, ...order }: Order, ways: Ways = {}): Promise<LiveStream> {
    return LiveStream.joined(wire, "live:start", { ...order, valence: mood.valence, arousal: mood.arousal }, ways);
  }

  /** One that plays already, as after a reload or in another tab. */
  static join(wire: Wire, id: string, ways: Ways = {}): Promise<LiveStream> {
    return LiveStream.joined(wire, "live:listen", { id }, ways);
  }

  get id(): string {
    return this.view.id;
  }

  on<E extends keyof News>(event: E, handle: (news: News[E]) => void): () => void {
    return this.listeners.on(event, handle);
  }

  /** Throws RangeError for what is no number. As often as you like: the newest counts. */
  steer(mood: Point): void {
    if (this.state !== "ended") this.steering.steer(mood);
  }

  /** Let it sound on `player` from now on; null: no longer. */
  play(player: Player | null): void {
    this.scheduler?.stop(this.clock.now());
    this.scheduler = player && new Scheduler(player, { when: (server) => this.when(server), ahead: this.ways.ahead ?? AHEAD }, this.muted);
    for (const bar of this.bars.all) this.scheduler?.put(bar);
    this.tick();
  }

  /** When a moment of the server sounds here, on the steady clock. */
  when(server: number): number {
    return this.clock.local(server) + this.delay;
  }

  /** The moment of the server that sounds here now. */
  get sounding(): number {
    const now = this.clock.now();
    return now - this.when(0);
  }

  /** End it for everybody; `keep`: make a work of what was played. */
  async stop({ keep = false } = {}): Promise<Ending> {
    const told = (await this.wire.ask("live:stop", { id: this.id, keep })) as Told;
    this.end({ reason: told.stream.reason ?? "stopped", work: told.stream.work, played: told.stream.played });
    return this.ending as Ending;
  }

  /** Listen no more, and let it go on for others. */
  leave(): void {
    if (this.state !== "ended") void this.wire.ask("live:leave", { id: this.id }).catch(() => null);
    this.close();
  }

  private static async joined(wire: Wire, event: string, message: object, ways: Ways): Promise<LiveStream> {
    const clock = new ServerClock(ways.now ?? steady);
    const early: unknown[] = [];
    const deaf = wire.on("live:bar", (news: unknown) => early.push(news));
    try {
      const sent = clock.now();
      const told = (await wire.ask(event, message)) as Told;
      clock.add(sent, clock.now(), told.now);
      const stream = new LiveStream(wire, told.stream, clock, ways);
      stream.begin(early);
      return stream;
    } finally {
      deaf();
    }
  }

  private begin(early: unknown[]): void {
    this.cleanups.push(
      this.wire.on("live:bar", (news: unknown) => this.hear(news)),
      this.wire.on("live:ended", (news: Ending & { id: string }) => news.id === this.id && this.end(news)),
      this.wire.onConnect(() => void this.look()),
      this.wire.onLost(() => this.become("lost")),
    );
    this.see(this.view);
    for (const news of early) this.hear(news);
    if (this.state === "ended") return;
    this.ticking = setInterval(() => this.tick(), TICK);
    for (let turn = 1; turn <= FIRST_LOOKS; turn++) this.later(() => void this.look(), turn * FIRST_EVERY);
    this.lookOn();
  }

  private lookOn(): void {
    this.later(() => {
      void this.look();
      this.lookOn();
    }, EVERY);
  }

  /** How it stands on the server: joins again after the connection was lost, and tells the time. */
  private async look(): Promise<void> {
    if (this.closed) return;
    const sent = this.clock.now();
    try {
      const told = (await this.wire.ask("live:listen", { id: this.id })) as Told;
      this.clock.add(sent, this.clock.now(), told.now);
      this.see(told.stream);
      this.steering.again();
    } catch (error) {
      if (this.closed) return;
      if (GONE.has(codeOf(error))) return this.end({ reason: "lost", work: null, played: this.view.played });
      this.become("lost");
      clearTimeout(this.again);
      this.again = setTimeout(() => void this.look(), AGAIN);
    }
  }

  private see(view: View): void {
    Object.assign(this.view, view);
    for (const bar of view.bars) this.take(barOf(bar));
    if (view.state === "ended") this.end({ reason: view.reason ?? "lost", work: view.work, played: view.played });
    else this.become(this.bars.all.length === 0 ? "starting" : "playing");
  }

  private hear(news: unknown): void {
    if (this.closed || (news as { id: string }).id !== this.id) return;
    this.take(barOf(news));
    this.become("playing");
  }

  private take(bar: Bar): void {
    const change = this.bars.put(bar);
    if (change === null) return;
    this.scheduler?.put(change.bar);
    if (change.before !== null) for (const one of this.bars.all) if (one.tentative) this.scheduler?.move(one);
    this.listeners.tell("bar", change);
  }

  private async send(mood: Point): Promise<void> {
    const { index } = (await this.wire.ask("live:mood", { id: this.id, ...mood })) as { index: number };
    this.listeners.tell("follows", { index, mood });
  }

  private troubled(error: unknown): boolean {
    const unsaid = codeOf(error) === "network";
    if (!unsaid) this.listeners.tell("trouble", error);
    return unsaid;
  }

  private tick(): void {
    if (this.state !== "ended") this.scheduler?.tick(this.clock.now());
  }

  private become(state: State): void {
    if (this.state === state || this.state === "ended") return;
    this.state = state;
    this.listeners.tell("state", state);
  }

  private end({ reason, work, played }: Ending): void {
    if (this.ending !== null) {
      this.ending.work ??= work;
      return;
    }
    this.ending = { reason, work, played };
    this.scheduler?.stop(this.clock.now());
    this.become("ended");
    this.close();
    this.listeners.tell("ended", this.ending);
  }

  private close(): void {
    this.closed = true;
    this.steering.close();
    this.scheduler?.stop(this.clock.now());
    this.scheduler = null;
    if (this.ticking !== null) clearInterval(this.ticking);
    for (const timer of [...this.timers, this.again]) clearTimeout(timer);
    for (const cleanup of this.cleanups) cleanup();
    this.cleanups = [];
    this.timers = [];
  }

  private later(act: () => void, wait: number): void {
    this.timers.push(setTimeout(act, wait));
  }
}
