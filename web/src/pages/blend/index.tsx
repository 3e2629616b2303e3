// Blend: two tracks in, one new piece out; how much of each, and whose melody, rhythm and harmony.
import { useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import { post, steadyKey } from "../../api";
import { duration, words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Job, Upload } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { DropFiles } from "../../ui/drop-files";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { uploaded } from "../make/likes";
import { Outcome } from "../studio/outcome";
import type { RoomProps } from "../studio/own-pages";
import "./blend.css";

const ACCEPTED = ".mp3,.m4a,.wav,.flac,.ogg,.mid,.midi,audio/*";
const ASPECTS = ["melody", "rhythm", "harmony"] as const;
type Aspect = (typeof ASPECTS)[number];
type Whose = "mix" | "a" | "b";

export default function Blend({ engine }: RoomProps) {
  const said = words.value.blend;
  const a = useSignal<Upload | null>(null);
  const b = useSignal<Upload | null>(null);
  const amount = useSignal(50);
  const whose = useSignal<Record<Aspect, Whose>>({ melody: "mix", rhythm: "mix", harmony: "mix" });
  const start = useSignal(0);
  const seconds = useSignal(16);
  const jobs = useSignal<Job[]>([]);
  const key = useRef(steadyKey()).current;
  const { busy, problem, act } = useAct();
  const submit = (event: Event): Promise<boolean> => act(async () => {
    event.preventDefault();
    if (a.value === null || b.value === null) throw new Refusal("page", said.needsTwo);
    const aspects = Object.fromEntries(ASPECTS.map((aspect) => [`${aspect}_from`, whose.value[aspect]]));
    const part = { start: start.value, end: start.value + Math.max(16, Math.min(seconds.value, 60)) };
    const options = { a: a.value.id, b: b.value.id, amount: amount.value / 100, ...aspects, ...part };
    const brief = { engine: engine.name, seconds: seconds.value, options };
    jobs.value = [await post<Job>("/generations", brief, { key: key.of(brief) }), ...jobs.value];
    key.taken();
  });
  const names = { a: a.value?.name ?? said.first, b: b.value?.name ?? said.second };
  const told = said.amountSaid(100 - amount.value, names.a, amount.value, names.b);
  return (
    <div class="blend">
      <Card>
        <form class="blend-order" onSubmit={(event) => void submit(event)}>
          <div class="blend-pair">
            <Track id="blend-a" title={said.first} of={a} />
            <Track id="blend-b" title={said.second} of={b} />
          </div>
          <div class="field">
            <label for="blend-amount">{said.amount}</label>
            <input id="blend-amount" type="range" min={0} max={100} step={5} value={amount.value} aria-valuetext={told} onInput={(event) => (amount.value = event.currentTarget.valueAsNumber)} />
            <div class="blend-ends" aria-hidden="true"><span>{names.a}</span><span>{names.b}</span></div>
          </div>
          <div class="blend-three">
            {ASPECTS.map((aspect) => (
              <Field key={aspect} label={said[aspect]} for={`blend-${aspect}`}>
                <select id={`blend-${aspect}`} class="input" value={whose.value[aspect]} onChange={(event) => (whose.value = { ...whose.value, [aspect]: event.currentTarget.value as Whose })}>
                  <option value="mix">{said.mix}</option>
                  <option value="a">{said.of(names.a)}</option>
                  <option value="b">{said.of(names.b)}</option>
                </select>
              </Field>
            ))}
          </div>
          <div class="blend-pair">
            <Field label={said.start} for="blend-start" hint={said.startHint}>
              <input id="blend-start" class="input" type="number" min={0} max={900} value={start.value} aria-describedby="blend-start-hint" onInput={(event) => (start.value = event.currentTarget.valueAsNumber || 0)} />
            </Field>
            <Field label={said.seconds} for="blend-seconds" hint={said.secondsHint}>
              <input id="blend-seconds" class="input" type="number" min={2} max={180} value={seconds.value} aria-describedby="blend-seconds-hint" onInput={(event) => (seconds.value = event.currentTarget.valueAsNumber || 16)} />
            </Field>
          </div>
          <Problem of={problem.value} onClose={() => (problem.value = null)} />
          <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{said.submit}</Button></div>
        </form>
      </Card>
      {jobs.value.map((job) => <Outcome key={job.id} first={job} />)}
    </div>
  );
}

function Track({ id, title, of }: { id: string; title: string; of: Signal<Upload | null> }) {
  const said = words.value.blend;
  const { busy, problem, act } = useAct();
  const take = ([file]: File[]): Promise<boolean> => act(async () => {
    if (file !== undefined) of.value = await uploaded(file);
  });
  const upload = of.value;
  return (
    <div class="blend-track">
      <DropFiles id={id} icon="file" say={title} choose={said.choose(title)} accept={ACCEPTED} busy={busy.value} onFiles={(files) => void take(files)}>
        {upload && <p class="blend-name"><Icon name="check" />{upload.name} · {duration(upload.seconds)}</p>}
        {upload?.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
      </DropFiles>
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </div>
  );
}
