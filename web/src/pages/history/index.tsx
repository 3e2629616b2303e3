// History: the path of one's moods over days, what sounded then, and all of one's data to take along or erase.
import { signal, useSignal } from "@preact/signals";
import { day, words } from "../../i18n";
import { addressOf, type PageProps } from "../../router";
import { useTruth } from "../../truth";
import type { MoodDay } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Problem } from "../../ui/notice";
import { Empty, Waiting } from "../../ui/waiting";
import { dayOf, type Diary, noonOf, readDiary } from "./diary";
import { Moods } from "./moods";
import { colours, Path } from "./path";
import { Works } from "./works";
import { YourData } from "./your-data";
import "./history.css";

const SPANS = { week: 7, month: 30, year: 366 } as const;
type Span = keyof typeof SPANS;
const span = signal<Span>("month");

export default function History(_: PageProps) {
  const { history } = words.value;
  const diary = useTruth(() => readDiary(SPANS[span.value]), [span.value]);
  const found = diary.data.value;
  return (
    <>
      <header class="page-head">
        <h1>{history.title}</h1>
        <p class="lead">{history.lead}</p>
      </header>
      <Problem of={diary.problem.value} onRetry={() => void diary.reload()} />
      {found === null ? diary.problem.value === null && <Waiting lines={6} /> : <Found diary={found} reload={diary.reload} />}
      <YourData />
    </>
  );
}

function Found({ diary, reload }: { diary: Diary; reload: () => Promise<void> }) {
  const { history } = words.value;
  const chosen = useSignal<string | null>(null);
  const isOf = (moment: string): boolean => chosen.value === null || dayOf(moment) === chosen.value;
  return (
    <div class="history">
      <div class="history-side">
      <Card title={history.path.title} actions={<Spans />} class="history-path">
        {diary.entries.length === 0 ? (
          <Empty icon="feel" actions={<Button kind="primary" href={addressOf("feel")}>{history.begin}</Button>}>{history.empty}</Empty>
        ) : (
          <>
            <div class="history-circle"><Path entries={diary.entries} days={diary.days} isChosen={(entry) => isOf(entry.created_at)} /></div>
            <p class="hint">{history.path.help}</p>
            <Days days={diary.days} chosen={chosen.value} onChoose={(next) => (chosen.value = next)} />
          </>
        )}
      </Card>
        {(diary.works.length > 0 || diary.entries.length > 0) && <Works works={diary.works.filter((work) => isOf(work.created_at))} />}
      </div>
      {diary.entries.length > 0 && <Moods key={chosen.value} entries={diary.entries.filter((entry) => isOf(entry.created_at))} onChange={reload} />}
    </div>
  );
}

function Spans() {
  const { span: said } = words.value.history;
  return (
    <select class="input slim" aria-label={said.label} value={span.value} onChange={(event) => (span.value = event.currentTarget.value as Span)}>
      {(Object.keys(SPANS) as Span[]).map((name) => <option key={name} value={name}>{said[name]}</option>)}
    </select>
  );
}

/** A ribbon of days in the colour of their mean; one of them can be looked at by itself. */
function Days({ days, chosen, onChoose }: { days: readonly MoodDay[]; chosen: string | null; onChoose: (day: string | null) => void }) {
  const { days: said } = words.value.history;
  const { moods } = words.value.shell;
  return (
    <div class="days" role="group" aria-label={said.label}>
      <button type="button" class="day all" aria-pressed={chosen === null} onClick={() => onChoose(null)}>{said.all}</button>
      {[...days].reverse().map((one) => (
        <button key={one.day} type="button" class="day" aria-pressed={chosen === one.day} onClick={() => onChoose(chosen === one.day ? null : one.day)}>
          <span class="swatch" style={colours(one.mood)} aria-hidden="true" />
          <span>{day.value.format(noonOf(one.day))}</span>
          <span class="soft">{moods[one.mood.label as keyof typeof moods]}<span class="hidden">, {said.count(one.count)}</span></span>
        </button>
      ))}
    </div>
  );
}
