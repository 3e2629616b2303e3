// NowPlaying: what sounds, at the bottom of every page but its own.
import { useComputed } from "@preact/signals";
import { duration, words } from "../i18n";
import { Refusal } from "../refusal";
import { place } from "../router";
import { Button } from "./button";
import { Icon } from "./icon";
import { Problem } from "./notice";
import { PlayButton } from "./play-button";
import { at, hasNext, hasPrevious, length, piece, seek, silent, step, stop } from "./playing";

export function NowPlaying() {
  const { player } = words.value.make;
  const now = useComputed(() => Math.floor(at.value)).value;
  const current = piece.value;
  void place.value;
  if (current === null || location.pathname === current.href) return null;
  return (
    <section class="now-playing" aria-label={player.label}>
      <PlayButton piece={current} />
      <div class="what">
        <a href={current.href}>{current.title}</a>
        {silent.value !== null ? <Problem of={new Refusal("sound", player.silent, { nextStep: player.silentNext })} /> : (
          <span class="line">
            <span>{duration(now)}</span>
            <input
              type="range"
              min={0}
              max={Math.max(Math.round(length.value), 1)}
              value={now}
              aria-label={player.position}
              aria-valuetext={player.of(duration(now), duration(length.value))}
              onInput={(event) => seek(Number(event.currentTarget.value))}
            />
            <span>{duration(length.value)}</span>
          </span>
        )}
      </div>
      <div class="keys">
        {hasPrevious.value && <Button kind="plain" size="small" aria-label={player.previous} icon={<Icon name="previous" />} onClick={() => step(-1)} />}
        {hasNext.value && <Button kind="plain" size="small" aria-label={player.next} icon={<Icon name="next" />} onClick={() => step(1)} />}
        <Button kind="plain" size="small" aria-label={player.close} icon={<Icon name="close" />} onClick={stop} />
      </div>
    </section>
  );
}
