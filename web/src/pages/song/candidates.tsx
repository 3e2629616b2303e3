// Candidates: the melodies that can be chosen from, each with its reasons, to be heard over the backing and sung.
import { useEffect } from "preact/hooks";
import { words } from "../../i18n";
import type { Job } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { hum, humming, stopHumming } from "./hum";

interface Candidate {
  rank: number;
  file: string;
  sung: boolean;
  reasons: string[];
}

export function Candidates({ of, onSing }: { of: Job; onSing: (rank: number) => Promise<void> }) {
  const said = words.value.song;
  const { busy, problem, act } = useAct();
  useEffect(() => stopHumming, []);
  const found = (of.work?.summary.candidates ?? []) as Candidate[];
  const backing = of.files["stems/backing.flac"];
  if (found.length < 2 || backing === undefined) return null;
  return (
    <section class="song-candidates" aria-label={said.candidates}>
      <h3>{said.candidates}</h3>
      <ol>
        {found.map(({ rank, file, sung, reasons }) => {
          const melody = of.files[file];
          const sounds = humming.value !== null && humming.value === melody;
          return (
            <li key={rank} class={sung ? "sung" : ""}>
              <p><strong>{said.candidate(rank)}</strong>{sung && <> · {said.isSung}</>}</p>
              <p class="hint" lang="en">{reasons.join(" ")}</p>
              <div class="actions">
                {melody && <Button size="small" icon={<Icon name={sounds ? "pause" : "play"} />} onClick={() => void (sounds ? stopHumming() : act(() => hum(melody, backing)))}>{sounds ? said.quiet : said.hear}</Button>}
                {!sung && <Button size="small" busy={busy.value} icon={<Icon name="spark" />} onClick={() => void act(() => onSing(rank))}>{said.singThis}</Button>}
              </div>
            </li>
          );
        })}
      </ol>
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </section>
  );
}
