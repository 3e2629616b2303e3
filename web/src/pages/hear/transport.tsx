// Transport: stop, stop and keep, how loud.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../i18n";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { phase, stop, stream } from "./playing";
import { peak, volume } from "./sound";

const LOOK = 80;
const FALL = 0.82;

export function Transport() {
  const { hear: said } = words.value;
  const busy = useSignal<"stop" | "keep" | null>(null);
  const end = async (keep: boolean): Promise<void> => {
    busy.value = keep ? "keep" : "stop";
    await stop(keep);
    busy.value = null;
  };
  const plays = stream.value !== null && phase.value !== "opening";
  return (
    <div class="transport">
      {plays && (
        <div class="actions">
          <Button id="keep" kind="primary" busy={busy.value === "keep"} icon={<Icon name="download" />} onClick={() => void end(true)}>{said.keep}</Button>
          <Button id="stop" busy={busy.value === "stop"} onClick={() => void end(false)}>{said.stop}</Button>
        </div>
      )}
      <label class="volume">
        <Icon name="hear" />
        <span class="hidden">{said.volume}</span>
        <input type="range" min={0} max={100} value={Math.round(volume.value * 100)} onInput={(event) => (volume.value = event.currentTarget.valueAsNumber / 100)} />
        <Level />
      </label>
    </div>
  );
}

/** The highest of the last moments, falling slowly. */
function Level() {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    let shown = 0;
    const timer = setInterval(() => {
      const now = peak();
      shown = Math.max(now, shown * FALL);
      if (bar.current === null) return;
      bar.current.dataset["peak"] = now.toFixed(4);
      bar.current.style.setProperty("--level", Math.min(shown, 1).toFixed(3));
    }, LOOK);
    return () => clearInterval(timer);
  }, []);
  return <i ref={bar} class="level" id="level" data-peak="0" aria-hidden="true" />;
}
