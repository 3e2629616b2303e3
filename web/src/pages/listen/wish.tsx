// Wish: a mood, where it should lead, and for a journey where it ends: two points on one circle.
import { computed, signal } from "@preact/signals";
import { type Point, nearestLabel, toBox } from "../../circle";
import { words } from "../../i18n";
import { mood } from "../../mood";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { MoodCircle } from "../../ui/mood-circle";
import { capital } from "../make/songs";
import { type Goal, GOALS } from "./types";

/** null: the mood of the moment. */
const chosen = signal<Point | null>(null);
const end = signal<Point>({ valence: 0.8, arousal: -0.25 });
const moves = signal<"from" | "to">("from");
export const goal = signal<Goal>("match");
export const count = signal(12);
export const from = computed<Point>(() => chosen.value ?? mood.value);
export const to = computed<Point | null>(() => (goal.value === "journey" ? end.value : null));
export const spoken = ({ valence, arousal }: Point): string => `${valence},${arousal}`;

export const wordFor = (at: Point): string => {
  const { moods } = words.value.shell;
  return moods[nearestLabel(at) as keyof typeof moods];
};

/** What a list for this is called, unless its owner says. */
export const nameFor = (start: Point, stop: Point | null): string => {
  const { wish } = words.value.listen;
  return stop === null ? wish.music(capital(wordFor(start))) : wish.way(wordFor(start), wordFor(stop));
};

/** The circle and the goals; what is done with them is the caller's. */
export function WishFields({ name }: { name: string }) {
  const { goals } = words.value.listen;
  return (
    <>
      <Circle />
      <fieldset class="goals">
        <legend>{goals.label}</legend>
        {GOALS.map((one) => (
          <label key={one} class="goal">
            <input
              type="radio"
              name={name}
              value={one}
              checked={goal.value === one}
              onChange={() => {
                goal.value = one;
                moves.value = one === "journey" ? "to" : "from";
              }}
            />
            <span><strong>{goals[one]}</strong><span class="hint">{goals[`${one}Hint` as const]}</span></span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

function Circle() {
  const { wish: said } = words.value.listen;
  const journey = goal.value === "journey";
  const end_ = journey && moves.value === "to";
  const at = end_ ? end.value : from.value;
  const told = journey ? said.way(wordFor(from.value), wordFor(end.value)) : chosen.value === null ? said.nowIs(wordFor(at)) : said.forMood(wordFor(at));
  return (
    <div class="wish-circle">
      <p class="wish-word" aria-live="polite">{told}</p>
      <div class="wish-round">
        <MoodCircle at={at} glide={!end_ && chosen.value === null} onMove={(next) => (end_ ? (end.value = next) : (chosen.value = next))}>
          {journey && <Way from={from.value} to={end.value} other={end_ ? from.value : end.value} />}
        </MoodCircle>
      </div>
      <div class="actions">
        {journey && (
          <div class="segments" role="group" aria-label={said.which}>
            {(["from", "to"] as const).map((one) => <button key={one} type="button" aria-pressed={moves.value === one} onClick={() => (moves.value = one)}>{said[one]}</button>)}
          </div>
        )}
        <Button kind={chosen.value === null ? "primary" : "quiet"} size="small" icon={<Icon name="feel" />} aria-pressed={chosen.value === null} onClick={() => (chosen.value = chosen.value === null ? from.value : null)}>{said.now}</Button>
      </div>
    </div>
  );
}

function Way({ from: start, to: stop, other }: { from: Point; to: Point; other: Point }) {
  const [a, b, c] = [toBox(start), toBox(stop), toBox(other)];
  return (
    <svg viewBox="0 0 1 1" aria-hidden="true">
      <line class="way" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      <circle class="way-end" cx={c.x} cy={c.y} r={0.032} />
    </svg>
  );
}
