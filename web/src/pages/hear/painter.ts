// Painter: draws the roll: grounds of the bars' moods, notes by role, chords, and how a bar turns into a better one.
import type { Point } from "../../circle";
import type { Known, Track } from "../../live";
import { colourOf, ground, type Look, ROLES } from "./look";
import { chordName } from "./names";
import { Stage, TOP } from "./stage";

export interface Scene {
  bars: readonly Known[];
  /** The moment of the server that sounds. */
  moment: number;
  /** The steady clock, for what fades. */
  now: number;
  look: Look;
  muted: ReadonlySet<string>;
  /** From this bar on the newest mood is followed. */
  follows: { index: number; mood: Point } | null;
  still: boolean;
}
interface Ghost {
  bar: Known;
  since: number;
}

const DREAMT = 46;
const DREAM_SPEED = 16;
const fraction = (value: number): number => value - Math.floor(value);
const FADE = 0.55;
const RADIUS = 3;
const DRUM = 5;

export class Painter {
  private ghosts: Ghost[] = [];
  private fresh = new Map<number, number>();

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    readonly stage: Stage,
  ) {}

  /** A bar was written anew at this moment: the old one fades, the new one appears. */
  changed(before: Known | null, bar: Known, now: number): void {
    this.fresh.set(bar.index, now);
    if (before !== null) this.ghosts.push({ bar: before, since: now });
  }

  get busy(): boolean {
    return this.ghosts.length > 0 || this.fresh.size > 0;
  }

  paint(scene: Scene): void {
    const { stage, pen } = this;
    const { left, right } = stage.shown;
    const bars = scene.bars.filter((bar) => bar.starts < right && bar.starts + bar.seconds > left);
    stage.fit(bars, scene.still);
    this.settle(scene.now);
    pen.clearRect(0, 0, stage.width, stage.height);
    if (scene.bars.length === 0) return this.dream(scene);
    for (const bar of bars) this.ground(bar, scene);
    for (const { bar, since } of this.ghosts) this.notes(bar, scene, 1 - (scene.now - since) / FADE, (scene.now - since) * 14);
    for (const bar of bars) this.notes(bar, scene, this.appeared(bar, scene.now), 0);
    for (const bar of bars) this.heads(bar, scene, bars);
    if (!scene.still) this.needle(scene);
  }

  /** Before anything plays: notes that nobody wrote go by, far away. */
  private dream({ now, look, still }: Scene): void {
    const { stage, pen } = this;
    const far = still ? 0 : now * DREAM_SPEED;
    for (let place = 0; place < DREAMT; place += 1) {
      const [along, high, long, role] = [3, 5, 7, 11].map((seed) => fraction(Math.sin((place + 1) * seed * 12.9898) * 43758.5453)) as [number, number, number, number];
      const wide = 24 + 110 * long;
      const x = fraction(along - (far * (0.6 + 0.4 * high)) / (stage.width + 300)) * (stage.width + 300) - 150;
      pen.globalAlpha = 0.12 + 0.16 * long;
      pen.fillStyle = look.roles[ROLES[Math.floor(role * 6)] ?? "melody"];
      this.box(x, 24 + high * (stage.height - 48), wide, 7, RADIUS);
    }
    pen.globalAlpha = 1;
  }

  private settle(now: number): void {
    this.ghosts = this.ghosts.filter(({ since }) => now - since < FADE);
    for (const [index, since] of this.fresh) if (now - since > FADE) this.fresh.delete(index);
  }

  private appeared(bar: Known, now: number): number {
    const since = this.fresh.get(bar.index);
    const share = since === undefined ? 1 : Math.min((now - since) / FADE, 1);
    return bar.tentative ? 0.3 * share : share;
  }

  private ground(bar: Known, { look, now, moment, still }: Scene): void {
    const { stage, pen } = this;
    const x = stage.x(bar.starts);
    const wide = stage.x(bar.starts + bar.seconds) - x;
    const sounds = bar.starts <= moment && moment < bar.starts + bar.seconds;
    pen.fillStyle = ground(bar, look.dark, bar.tentative ? 0.25 : still && !sounds ? 0.35 : 0.6);
    pen.fillRect(x, 0, wide + 0.5, stage.height);
    const since = this.fresh.get(bar.index);
    if (since !== undefined) {
      pen.fillStyle = ground(bar, look.dark, Math.max(0.9 * (1 - (now - since) / FADE), 0));
      pen.fillRect(x, 0, wide, stage.height);
    }
    pen.fillStyle = look.line;
    pen.fillRect(x, TOP - 12, 1, stage.height - TOP + 12);
    if (still && sounds) {
      pen.strokeStyle = look.accent;
      pen.lineWidth = 3;
      pen.strokeRect(x + 1.5, 1.5, wide - 3, stage.height - 3);
    }
  }

  private notes(bar: Known, scene: Scene, share: number, drift: number): void {
    if (share <= 0) return;
    for (const track of bar.tracks) {
      this.pen.fillStyle = scene.look.roles[track.role];
      const alpha = share * (scene.muted.has(track.name) ? 0.15 : 1);
      for (const [key, start, end, velocity] of track.notes) {
        this.note(track, key, bar.starts + start, bar.starts + end, scene, alpha * (0.45 + (0.55 * velocity) / 127), drift);
      }
    }
    this.pen.globalAlpha = 1;
  }

  private note(track: Track, key: number, start: number, end: number, { moment, still }: Scene, alpha: number, drift: number): void {
    const { stage, pen } = this;
    const x = stage.x(start);
    const right = stage.x(end);
    if (right < -20 || x > stage.width) return;
    const sounds = !still && start <= moment && moment < Math.max(end, start + 0.12);
    const past = !still && end < moment;
    pen.globalAlpha = alpha * (past ? 0.55 : 1);
    const high = track.drums ? DRUM : stage.thickness;
    const y = (track.drums ? stage.laneY(key) : stage.y(key) - high / 2) - drift;
    const wide = track.drums ? DRUM : Math.max(right - x - 1, 3);
    if (sounds) {
      pen.globalAlpha = alpha * 0.3;
      this.box(x - 4, y - 4, wide + 8, high + 8, RADIUS + 4);
      pen.globalAlpha = 1;
    }
    this.box(x, y, wide, high, track.drums ? DRUM / 2 : Math.min(RADIUS, high / 2));
  }

  private box(x: number, y: number, wide: number, high: number, radius: number): void {
    this.pen.beginPath();
    this.pen.roundRect(x, y, wide, high, radius);
    this.pen.fill();
  }

  /** Chords, the part where it changes, and where the newest mood begins. */
  private heads(bar: Known, { look, moment, follows, bars: all }: Scene, shown: readonly Known[]): void {
    const { stage, pen } = this;
    bar.chords.forEach((chord, place) => {
      const start = bar.starts + chord.at;
      const end = bar.starts + (bar.chords[place + 1]?.at ?? bar.seconds);
      const sounds = start <= moment && moment < end;
      pen.globalAlpha = bar.tentative ? 0.4 : end < moment ? 0.55 : 1;
      pen.fillStyle = sounds ? look.accent : look.ink;
      pen.font = `${sounds ? 720 : 580} 14px ${look.font}`;
      const room = stage.x(end) - stage.x(start) - 8;
      pen.fillText(chordName(chord.name), stage.x(start) + 6, 20, Math.max(room, 16));
    });
    pen.globalAlpha = 1;
    const before = all.find((one) => one.index === bar.index - 1);
    if (before === undefined ? bar === shown[0] : before.section !== bar.section) this.part(bar, look);
    if (follows?.index === bar.index && bar.starts > moment) this.flag(bar, follows.mood, look);
  }

  private part(bar: Known, look: Look): void {
    const { stage, pen } = this;
    pen.fillStyle = look.soft;
    pen.font = `600 11px ${look.font}`;
    pen.fillText(bar.section, stage.x(bar.starts) + 6, 36);
  }

  private flag(bar: Known, mood: Point, look: Look): void {
    const { stage, pen } = this;
    const x = stage.x(bar.starts);
    pen.fillStyle = colourOf(mood, look.dark);
    pen.fillRect(x - 1, 0, 3, stage.height);
    pen.beginPath();
    pen.arc(x + 0.5, stage.floor + 1, 7, 0, 2 * Math.PI);
    pen.fill();
  }

  private needle({ moment, look }: Scene): void {
    const { stage, pen } = this;
    const x = stage.x(moment);
    const glow = pen.createLinearGradient(x - 26, 0, x, 0);
    glow.addColorStop(0, "transparent");
    glow.addColorStop(1, look.accent);
    pen.globalAlpha = 0.16;
    pen.fillStyle = glow;
    pen.fillRect(x - 26, 0, 26, stage.height);
    pen.globalAlpha = 1;
    pen.fillStyle = look.accent;
    pen.fillRect(x - 1, 0, 2, stage.height);
  }
}
