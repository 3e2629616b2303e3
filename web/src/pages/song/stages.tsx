// Stages: what has been done of a song, what is being done, and what is still to come.
import { words } from "../../i18n";
import type { Job } from "../../types";

const STAGES = ["listening", "melody", "singing", "mixing"] as const;

export function Stages({ of, note }: { of: Job; note: string }) {
  const said = words.value.song;
  if (of.state !== "running") return null;
  const now = note === "storing" || note === "stored" ? STAGES.length : STAGES.findIndex((stage) => note.startsWith(`${stage}:`));
  return (
    <ol class="song-stages" aria-label={said.progress}>
      {STAGES.map((stage, at) => <li key={stage} class={at < now ? "over" : ""} aria-current={at === now ? "step" : undefined}>{said.stages[stage]}</li>)}
    </ol>
  );
}
