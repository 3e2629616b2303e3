// Said: what the visitor said to songs so far, each to be taken back.
import { signal, useSignal } from "@preact/signals";
import { get, remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { useTruth } from "../../truth";
import type { Page } from "../../types";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import type { Feedback } from "./types";

/** Goes up with everything that was said or taken back. */
export const heardSaid = signal(0);

export function Said() {
  const { found: said } = words.value.listen;
  const { moods } = words.value.shell;
  const problem = useSignal<Refusal | null>(null);
  const list = useTruth(() => get<Page<Feedback>>("/music/feedback", { limit: 50 }), [heardSaid.value]);
  const undo = async (id: string): Promise<void> => {
    try {
      await remove(`/music/feedback/${id}`);
      heardSaid.value += 1;
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  const items = list.data.value?.items ?? [];
  return (
    <details class="said">
      <summary>{said.yours} ({items.length})</summary>
      {items.length === 0 && <p class="hint">{said.yoursNone}</p>}
      <ul>
        {items.map(({ id, name, artist, says, mood }) => (
          <li key={id}>
            <span><strong>{name}</strong> <span class="soft">{artist}</span></span>
            <span class="badge">{says === "not" && mood ? said.not(moods[mood.label as keyof typeof moods]) : says === "like" ? said.like : said.skip}</span>
            <Button kind="plain" size="small" aria-label={`${said.undo}: ${name}`} icon={<Icon name="undo" />} onClick={() => void undo(id)} />
          </li>
        ))}
      </ul>
      <Problem of={problem.value ?? list.problem.value} />
    </details>
  );
}
