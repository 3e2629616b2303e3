// Front: what lies over the roll while it waits for somebody: begin, hear it, or what is being done.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { words } from "../../i18n";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Progress } from "../../ui/progress";
import { begin, found, hear, phase } from "./playing";
import { fetched, prepare, sound } from "./sound";

const PATIENCE = 8000;

export function Front() {
  const { hear: said } = words.value;
  const now = phase.value;
  if (now === "idle" || now === "ended") {
    return <div class="front"><Button kind="primary" class="big" onPointerEnter={prepare} onFocus={prepare} icon={<Icon name="play" />} onClick={() => void begin()}>{now === "idle" ? said.start : said.again}</Button></div>;
  }
  if (sound.value === "opening") return <Busy label={fetched.value < 1 ? said.opening(Math.round(fetched.value * 100)) : said.tune} share={fetched.value < 1 ? fetched.value : undefined} />;
  if (now === "opening") return <Busy label={said.tune} />;
  if (found.value || sound.value === "held" || sound.value === "hushed" || sound.value === "off") return <Silent />;
  if (now === "starting") return <Starting />;
  return null;
}

function Starting() {
  const { hear: said } = words.value;
  const slow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (slow.value = true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return <Busy label={slow.value ? said.slow : said.starting} />;
}

/** It plays, and nobody hears it. */
function Silent() {
  const { hear: said } = words.value;
  const [title, hint] =
    sound.value === "held" && !found.value ? [said.refused, said.refusedHint] : sound.value === "hushed" ? [said.hushed, said.hushedHint] : [said.resume, said.resumeHint];
  return (
    <div class="front glass">
      <p><strong>{title}</strong></p>
      <Button kind="primary" class="big" icon={<Icon name="hear" />} onClick={() => void hear()}>{said.listen}</Button>
      <p class="hint">{hint}</p>
    </div>
  );
}

function Busy({ label, share }: { label: string; share?: number | undefined }) {
  return (
    <div class="front glass" role="status">
      <p>{label}</p>
      <Progress label={label} value={share} />
    </div>
  );
}
