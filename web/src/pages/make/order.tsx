// Order: one form for a new piece; a mood is enough, and everything else has a sensible beginning.
import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { newKey } from "../../api";
import { nearestLabel } from "../../circle";
import { duration, words } from "../../i18n";
import { Refusal } from "../../refusal";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { MoodCircle } from "../../ui/mood-circle";
import { Notice, Problem } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Likes } from "./likes";
import { More } from "./more";
import { briefOf, LENGTHS, likeFiles, MOST_SONGS, STYLES, USUAL, want, wish, wishMood } from "./order-state";
import { Render } from "./render";
import { order } from "./works-state";

type Way = "compose" | "render";
const way = signal<Way>("compose");

export function Order() {
  const { ways } = words.value.make;
  return (
    <Card class="order">
      <Tabs
        label={ways.label}
        tabs={[
          { name: "compose", label: ways.compose, icon: <Icon name="spark" /> },
          { name: "render", label: ways.render, icon: <Icon name="file" /> },
        ]}
        chosen={way.value}
        onChoose={(name: Way) => (way.value = name)}
      >
        {way.value === "compose" ? <Compose /> : <Render />}
      </Tabs>
    </Card>
  );
}

function Compose() {
  const said = words.value.make.order;
  const ordered = useSignal(false);
  const { busy, problem, act } = useAct();
  const key = useRef(newKey());
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    ordered.value = false;
    ordered.value = await act(async () => {
      if (wish.value.like === "files" && !likeFiles.value.some(({ kind }) => kind === "midi")) throw new Refusal("page", words.value.make.files.none);
      await order(briefOf(wish.value, wishMood.value, likeFiles.value), key.current);
    });
    if (ordered.value || problem.value?.code !== "network") key.current = newKey();
  };
  const { count } = wish.value;
  return (
    <form class="compose" onSubmit={(event) => void submit(event)}>
      <ForMood />
      <div class="order-fields">
        <Styles />
        <div class="order-pair">
          <Length />
          <Count />
        </div>
        <Likes />
        <More />
        <Problem of={problem.value} onClose={() => (problem.value = null)} />
        <div class="order-end">
          <Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="make" />} class="order-submit">
            {count > 1 ? said.submitMany(count) : said.submit}
          </Button>
          {JSON.stringify({ ...wish.value, mood: null }) !== JSON.stringify(USUAL) && (
            <Button kind="plain" size="small" onClick={() => (wish.value = USUAL)}>{said.again}</Button>
          )}
        </div>
        {ordered.value && <Notice kind="success" onClose={() => (ordered.value = false)}>{said.ordered}</Notice>}
      </div>
    </form>
  );
}

function ForMood() {
  const said = words.value.make.mood;
  const { moods } = words.value.shell;
  const own = wish.value.mood !== null;
  const at = wishMood.value;
  const word = moods[nearestLabel(at) as keyof typeof moods];
  return (
    <fieldset class="order-mood">
      <legend class="hidden">{said.label}</legend>
      <p class="order-mood-word" aria-live="polite">{own ? said.chosen(word) : said.nowIs(word)}</p>
      <div class="order-circle">
        <MoodCircle at={at} glide={!own} onMove={(to) => want({ mood: to })} />
      </div>
      <Button kind={own ? "quiet" : "primary"} size="small" icon={<Icon name="feel" />} aria-pressed={!own} onClick={() => want({ mood: own ? null : at })}>
        {said.now}
      </Button>
    </fieldset>
  );
}

function Styles() {
  const { order: said, styles } = words.value.make;
  return (
    <fieldset class="pick">
      <legend>{said.style}</legend>
      <div class="pick-row">
        {STYLES.map((style) => (
          <label key={style} class="pick-one">
            <input type="radio" name="style" value={style} checked={wish.value.style === style} onChange={() => want({ style })} />
            <span>{styles[style]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Length() {
  const said = words.value.make.order;
  const { seconds } = wish.value;
  const place = LENGTHS.findIndex((one) => one >= seconds);
  return (
    <div class="field">
      <label for="make-length">{said.length} <output class="order-value">{duration(seconds)}</output></label>
      <input
        id="make-length"
        type="range"
        min={0}
        max={LENGTHS.length - 1}
        value={place < 0 ? LENGTHS.length - 1 : place}
        aria-valuetext={duration(seconds)}
        onInput={(event) => want({ seconds: LENGTHS[Number(event.currentTarget.value)] ?? 30 })}
      />
    </div>
  );
}

function Count() {
  const said = words.value.make.order;
  const { count } = wish.value;
  const to = (next: number): void => want({ count: Math.min(Math.max(Math.round(next) || 1, 1), MOST_SONGS) });
  return (
    <div class="field">
      <label for="make-count">{said.count}</label>
      <div class="stepper">
        <Button size="small" aria-label={said.fewer} icon={<Icon name="minus" />} disabled={count <= 1} onClick={() => to(count - 1)} />
        <input id="make-count" class="input" type="number" inputMode="numeric" min={1} max={MOST_SONGS} value={count} onChange={(event) => to(Number(event.currentTarget.value))} />
        <Button size="small" aria-label={said.moreSongs} icon={<Icon name="plus" />} disabled={count >= MOST_SONGS} onClick={() => to(count + 1)} />
      </div>
    </div>
  );
}
