// Path: moods as dots on the circle, and a line from day to day; the words for it stand in the list beside.
import { hue, strength, toBox } from "../../circle";
import { words } from "../../i18n";
import { Axes } from "../../ui/mood-circle";
import type { MoodDay, MoodEntry } from "../../types";

interface Props {
  entries: readonly MoodEntry[];
  days: readonly MoodDay[];
  /** What is chosen; the others step back. */
  isChosen: (entry: MoodEntry) => boolean;
}

const SIZE = 100;
const place = (mood: { valence: number; arousal: number }): { x: number; y: number } => {
  const { x, y } = toBox(mood);
  return { x: x * SIZE, y: y * SIZE };
};

export function Path({ entries, days, isChosen }: Props) {
  const { path } = words.value.history;
  const last = days.at(-1);
  return (
    <div class="circle still" role="img" aria-label={path.picture(entries.length, days.length)}>
      <Axes />
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
        <line class="cross" x1="0" y1="50" x2="100" y2="50" />
        <line class="cross" x1="50" y1="0" x2="50" y2="100" />
        {days.length > 1 && <path class="way" d={smooth(days.map(({ mood }) => place(mood)))} />}
        {entries.map((entry) => {
          const { x, y } = place(entry.mood);
          return <circle key={entry.id} class={`dot-mood ${isChosen(entry) ? "" : "away"}`} cx={x} cy={y} r="1.5" style={colours(entry.mood)} />;
        })}
        {days.map((one) => {
          const { x, y } = place(one.mood);
          return <circle key={one.day} class={`dot-day ${one === last ? "last" : ""}`} cx={x} cy={y} r={one === last ? 3.2 : 2.2} style={colours(one.mood)} />;
        })}
      </svg>
    </div>
  );
}

export const colours = (mood: { valence: number; arousal: number }): Record<string, string> => ({
  "--here": hue(mood).toFixed(1),
  "--far": strength(mood).toFixed(2),
});

/** A line through all points without corners: Catmull-Rom as Bézier curves. */
export function smooth(points: readonly { x: number; y: number }[]): string {
  const at = (index: number): { x: number; y: number } => points[Math.min(Math.max(index, 0), points.length - 1)] ?? { x: 0, y: 0 };
  const pair = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)}`;
  const first = at(0);
  return points.slice(1).reduce((line, to, index) => {
    const [before, from, after] = [at(index - 1), at(index), at(index + 2)];
    const leave = pair(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6);
    const arrive = pair(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6);
    return `${line}C${leave} ${arrive} ${pair(to.x, to.y)}`;
  }, `M${pair(first.x, first.y)}`);
}
