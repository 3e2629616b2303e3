// Camera: live frames move the point until it is dragged; the picture is shown to its owner alone.
import { useRef } from "preact/hooks";
import { nearestLabel } from "../../circle";
import { words } from "../../i18n";
import { feel, mood } from "../../mood";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Consented } from "./consent";
import { local, stage } from "./local";
import { type Glimpse, type Looking, useLooking } from "./looking";

export function Camera() {
  const video = useRef<HTMLVideoElement>(null);
  const looking = useLooking(video);
  const phase = looking.phase.value;
  const { camera } = words.value.feel;
  return (
    <div class="stack">
      <div class={`camera ${phase}`}>
        <video ref={video} muted playsInline aria-label={camera.live} hidden={phase !== "on"} />
        {phase !== "on" && <Icon name="camera" />}
        {phase === "on" && <p class="caption" role="status">{caption(looking.glimpse.value)}</p>}
      </div>
      <Problem of={looking.problem.value} />
      <Buttons of={looking} />
      <p class="hint">{local.value ? camera.hintLocal : camera.hint}</p>
      {!local.value && <Consented />}
    </div>
  );
}

function Buttons({ of: { phase, glimpse, start, stop, keep } }: { of: Looking }) {
  const { camera } = words.value.feel;
  const following = mood.value.source !== "pointed";
  if (phase.value !== "on") {
    return (
      <div class="actions">
        <Button kind="primary" busy={phase.value === "starting"} icon={<Icon name="camera" />} onClick={() => void start()}>{camera.start}</Button>
      </div>
    );
  }
  return (
    <>
      <div class="actions">
        <Button kind="primary" disabled={glimpse.value === null} onClick={() => void keep()}>{camera.keep}</Button>
        <Button onClick={stop}>{camera.stop}</Button>
        {!following && <Button kind="plain" onClick={() => feel(mood.value, { source: "face" })}>{camera.follow}</Button>}
      </div>
      {!following && <p class="hint">{camera.paused}</p>}
    </>
  );
}

function caption(now: Glimpse | null): string {
  const { camera, local: said } = words.value.feel;
  if (now === null) return local.value && stage.value === "loading" ? said.loading : camera.looking;
  if (!now.certain) return camera.unsure;
  const word = nearestLabel(now) as keyof typeof words.value.shell.moods;
  return camera.seeing(words.value.shell.moods[word], Math.round(now.confidence * 100));
}
