// Twin: teach the server a producer's sound, see what it learned, and order music in it.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { everything, post, steadyKey } from "../../api";
import { words } from "../../i18n";
import { useTruth } from "../../truth";
import type { Job, Twin } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Outcome } from "../studio/outcome";
import type { RoomProps } from "../studio/own-pages";
import { Teach } from "./teach";
import { TwinCard } from "./twin-card";
import "./twin.css";

export default function TwinPage({ engine }: RoomProps) {
  const said = words.value.twin;
  const twins = useTruth(() => everything<Twin>("/twins"));
  const found = twins.data.value ?? [];
  const reload = (): void => void twins.reload();
  return (
    <div class="twin">
      <Teach onTaught={reload} />
      <Problem of={twins.problem.value} onRetry={reload} />
      <h2>{said.yours}</h2>
      {twins.data.value !== null && found.length === 0 && <p class="soft">{said.none}</p>}
      {found.map((one) => <TwinCard key={one.id} of={one} onChange={reload} />)}
      <Order engine={engine.name} twins={found.filter((one) => one.versions.length > 0)} />
    </div>
  );
}

function Order({ engine, twins }: { engine: string; twins: readonly Twin[] }) {
  const said = words.value.twin;
  const chosen = useSignal("");
  const prompt = useSignal("");
  const strength = useSignal(100);
  const seconds = useSignal(30);
  const jobs = useSignal<Job[]>([]);
  const key = useRef(steadyKey()).current;
  const { busy, problem, act } = useAct();
  const twin = twins.find((one) => one.id === chosen.value) ?? twins[0];
  if (twin === undefined) return null;
  const submit = (event: Event): Promise<boolean> => act(async () => {
    event.preventDefault();
    const options = { twin: twin.id, prompt: prompt.value, strength: strength.value / 100 };
    const brief = { engine, seconds: seconds.value, options };
    jobs.value = [await post<Job>("/generations", brief, { key: key.of(brief) }), ...jobs.value];
    key.taken();
  });
  return (
    <>
      <Card title={said.order}>
        <form class="twin-form" onSubmit={(event) => void submit(event)}>
          <div class="twin-two">
            <Field label={said.which} for="twin-which">
              <select id="twin-which" class="input" value={twin.id} onChange={(event) => (chosen.value = event.currentTarget.value)}>
                {twins.map((one) => <option key={one.id} value={one.id}>{one.title || one.name}</option>)}
              </select>
            </Field>
            <Field label={said.seconds} for="twin-seconds">
              <input id="twin-seconds" class="input" type="number" min={2} max={180} value={seconds.value} onInput={(event) => (seconds.value = event.currentTarget.valueAsNumber || 30)} />
            </Field>
          </div>
          <Field label={said.prompt} for="twin-prompt" hint={said.promptHint}>
            <input id="twin-prompt" class="input" maxLength={1000} value={prompt.value} aria-describedby="twin-prompt-hint" onInput={(event) => (prompt.value = event.currentTarget.value)} />
          </Field>
          <div class="field">
            <label for="twin-strength">{said.strength}</label>
            <input id="twin-strength" type="range" min={0} max={100} step={5} value={strength.value} aria-valuetext={said.percent(strength.value)} onInput={(event) => (strength.value = event.currentTarget.valueAsNumber)} />
            <span class="hint" aria-hidden="true">{said.percent(strength.value)}</span>
          </div>
          <Problem of={problem.value} onClose={() => (problem.value = null)} />
          <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{said.play}</Button></div>
        </form>
      </Card>
      {jobs.value.map((job) => <Outcome key={job.id} first={job} />)}
    </>
  );
}
