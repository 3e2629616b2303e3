// Moods: the same as the path in words, newest first, each to be forgotten if one wants.
import { useSignal } from "@preact/signals";
import { remove } from "../../api";
import { day, clock, words } from "../../i18n";
import { mood as present, feel } from "../../mood";
import { Refusal } from "../../refusal";
import type { MoodEntry } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { colours } from "./path";

const AT_ONCE = 12;

export function Moods({ entries, onChange }: { entries: readonly MoodEntry[]; onChange: () => Promise<void> }) {
  const shown = useSignal(AT_ONCE);
  const problem = useSignal<Refusal | null>(null);
  const { moods: said } = words.value.history;
  const forget = async (entry: MoodEntry): Promise<void> => {
    try {
      await remove(`/mood/${entry.id}`);
      if (present.value.id === entry.id) feel(present.value, { id: null });
      await onChange();
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  return (
    <Card title={said.title}>
      <Problem of={problem.value} />
      <ul class="entries">
        {entries.slice(0, shown.value).map((entry) => <Entry key={entry.id} of={entry} onForget={() => void forget(entry)} />)}
      </ul>
      {entries.length > shown.value && <Button onClick={() => (shown.value += AT_ONCE)}>{said.more}</Button>}
    </Card>
  );
}

function Entry({ of, onForget }: { of: MoodEntry; onForget: () => void }) {
  const { moods: said, sources } = words.value.history;
  const { moods } = words.value.shell;
  const when = new Date(of.created_at);
  const told = `${day.value.format(when)}, ${clock.value.format(when)}`;
  const word = moods[of.mood.label as keyof typeof moods] ?? of.mood.label;
  const source = (sources as Record<string, string>)[of.observed.source] ?? of.observed.source;
  const asides = [source, of.corrected_at === null ? null : said.corrected, of.certain ? null : said.unsure].filter(Boolean);
  return (
    <li class="entry">
      <span class="swatch" style={colours(of.mood)} aria-hidden="true" />
      <span class="entry-text">
        <strong>{word}</strong>
        <span class="soft small"><time dateTime={of.created_at}>{told}</time> · {asides.join(" · ")}</span>
      </span>
      <Button kind="plain" size="small" aria-label={said.forget(word, told)} icon={<Icon name="trash" />} onClick={onForget} />
    </li>
  );
}
