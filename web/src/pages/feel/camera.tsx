// Camera: live frames move the point until it is dragged; the picture is shown to its owner alone.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { nearestLabel } from "../../circle";
import { words } from "../../i18n";
import { feel, mood } from "../../mood";
import { Refusal } from "../../refusal";
import { on } from "../../socket";
import type { MoodAnswer } from "../../types";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Consented, permitted } from "./consent";
import type { Seen } from "./here/reader";
import { openCamera, type Watching, watch } from "./frames";
import { read } from "./keeping";
import { keepSeen, local, stage } from "./local";
import { post, newKey } from "../../api";

interface Glimpse {
  valence: number;
  arousal: number;
  confidence: number;
  certain: boolean;
}

export function Camera() {
  const video = useRef<HTMLVideoElement>(null);
  const running = useRef<{ stream: MediaStream; watching: Watching } | null>(null);
  const phase = useSignal<"off" | "starting" | "on">("off");
  const glimpse = useSignal<Glimpse | null>(null);
  const seen = useRef<Seen | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const following = phase.value === "on" && mood.value.source !== "pointed";
  const { camera } = words.value.feel;

  const notice = (found: Glimpse): void => {
    glimpse.value = found;
    problem.value = null;
    if (found.certain && mood.peek().source !== "pointed") feel(found, { id: null, source: "face" });
  };
  const stop = (): void => {
    running.current?.watching.stop();
    running.current?.stream.getTracks().forEach((track) => track.stop());
    running.current = null;
    glimpse.value = null;
    phase.value = "off";
  };
  const start = async (): Promise<void> => {
    problem.value = null;
    phase.value = "starting";
    try {
      if (!local.value && !(await permitted())) return stop();
      const stream = await openCamera(video.current as HTMLVideoElement);
      feel(mood.value, { source: "face" });
      const onSeen = (found: Seen): void => {
        seen.current = found;
        notice(found);
      };
      const watching = watch(video.current as HTMLVideoElement, onSeen, (refused) => (problem.value = refused));
      running.current = { stream, watching };
      phase.value = "on";
    } catch (error) {
      stop();
      problem.value = Refusal.of(error);
    }
  };
  const keep = async (): Promise<void> => {
    const now = glimpse.value;
    if (now === null) return;
    try {
      read(local.value && seen.current ? await keepSeen(seen.current) : await keptAs(now));
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };

  useEffect(() => stop, []);
  useEffect(
    () =>
      on("mood:observed", ({ source, mood: found, certain, error }) => {
        if (source !== "face" || running.current === null) return;
        if (found !== null) notice({ ...found, certain });
        else if (error !== null) problem.value = Refusal.told(error);
      }),
    [],
  );
  return (
    <div class="stack">
      <div class={`camera ${phase.value}`}>
        <video ref={video} muted playsInline aria-label={camera.live} hidden={phase.value !== "on"} />
        {phase.value !== "on" && <Icon name="camera" />}
        {phase.value === "on" && <p class="caption" role="status">{caption(glimpse.value)}</p>}
      </div>
      <Problem of={problem.value} />
      <div class="actions">
        {phase.value === "on" ? (
          <>
            <Button kind="primary" disabled={glimpse.value === null} onClick={() => void keep()}>{camera.keep}</Button>
            <Button onClick={stop}>{camera.stop}</Button>
            {!following && <Button kind="plain" onClick={() => feel(mood.value, { source: "face" })}>{camera.follow}</Button>}
          </>
        ) : (
          <Button kind="primary" busy={phase.value === "starting"} icon={<Icon name="camera" />} onClick={() => void start()}>{camera.start}</Button>
        )}
      </div>
      {phase.value === "on" && !following && <p class="hint">{camera.paused}</p>}
      <p class="hint">{local.value ? camera.hintLocal : camera.hint}</p>
      {!local.value && <Consented />}
    </div>
  );
}

function caption(now: Glimpse | null): string {
  const { camera, local: said } = words.value.feel;
  if (now === null) return local.value && stage.value === "loading" ? said.loading : camera.looking;
  if (!now.certain) return camera.unsure;
  const word = nearestLabel(now) as keyof typeof words.value.shell.moods;
  return camera.seeing(words.value.shell.moods[word], Math.round(now.confidence * 100));
}

/** What the camera showed, smoothed over its frames, as one mood that can be corrected. */
async function keptAs({ valence, arousal, confidence, certain }: Glimpse): Promise<MoodAnswer> {
  const answer = await post<MoodAnswer>("/mood", { valence, arousal, confidence, source: "device" }, { key: newKey() });
  return { ...answer, certain };
}
