// Order: the form for an engine without a page of its own; it really orders.
import { useMemo, useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import { post, steadyKey } from "../../api";
import { words } from "../../i18n";
import { mood } from "../../mood";
import { Refusal } from "../../refusal";
import type { Brief, Engine, Job } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Control } from "./control";
import { type Field, fieldsOf, type Filled, optionsOf, type Wrong } from "./schema";

interface Props {
  engine: Engine;
  onOrdered: (job: Job) => void;
}

export function Order({ engine, onOrdered }: Props) {
  const { form } = words.value.studio;
  const options = useMemo(() => fieldsOf(engine.options), [engine.name]);
  const about = useMemo(() => aboutAll(form), [form]);
  const withMood = useSignal(true);
  const filled = useSignal<Filled>({});
  const { busy, problem, wrong, submit } = useOrdering(onOrdered);
  const sent = (event: Event): void => {
    event.preventDefault();
    void submit(briefOf(engine, optionsOf(options, filled.value), optionsOf(about, filled.value), withMood.value));
  };
  const control = (field: Field, path: string) => {
    const refused = problem.value?.field === path ? problem.value.message : null;
    const set = (value: string | boolean): void => void (filled.value = { ...filled.value, [field.name]: value });
    return <Control key={field.name} field={field} value={filled.value[field.name]} onChange={set} wrong={wrong.value[field.name] ?? refused} />;
  };
  return (
    <form noValidate class="order" onSubmit={sent}>
      <div class="fields">
        <WithMood chosen={withMood.value} onChoose={(chosen) => (withMood.value = chosen)} />
        {about.map((field) => control(field, field.name))}
      </div>
      {options.length > 0 && (
        <Card title={form.options} level={3} class="options">
          <div class="fields">{options.map((field) => control(field, `options.${field.name}`))}</div>
        </Card>
      )}
      <Problem of={problem.value} />
      <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{form.submit}</Button></div>
    </form>
  );
}

type Said = ReturnType<typeof optionsOf>;
interface Ordering {
  busy: Signal<boolean>;
  problem: Signal<Refusal | null>;
  wrong: Signal<Record<string, Wrong>>;
  submit: (order: { brief: Brief; wrong: Record<string, Wrong> }) => Promise<void>;
}

/** What is wrong is said before anything is sent. */
function useOrdering(onOrdered: (job: Job) => void): Ordering {
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const wrong = useSignal<Record<string, Wrong>>({});
  const key = useRef(steadyKey()).current;
  const submit: Ordering["submit"] = async (order) => {
    wrong.value = order.wrong;
    problem.value = null;
    const [first] = Object.keys(order.wrong);
    if (first !== undefined) return document.getElementById(`option-${first}`)?.focus();
    busy.value = true;
    try {
      onOrdered(await post<Job>("/generations", order.brief, { key: key.of(order.brief) }));
      key.taken();
    } catch (error) {
      problem.value = Refusal.of(error);
    }
    busy.value = false;
  };
  return { busy, problem, wrong, submit };
}

function briefOf(engine: Engine, said: Said, about: Said, withMood: boolean): { brief: Brief; wrong: Record<string, Wrong> } {
  const { valence, arousal } = mood.value;
  const felt = withMood ? { mood: [valence, arousal] as [number, number] } : {};
  return { brief: { engine: engine.name, options: said.options, ...about.options, ...felt }, wrong: { ...said.wrong, ...about.wrong } };
}

function WithMood({ chosen, onChoose }: { chosen: boolean; onChoose: (chosen: boolean) => void }) {
  const { form } = words.value.studio;
  const { moods } = words.value.shell;
  return (
    <div class="field">
      <label for="order-mood">{form.mood}</label>
      <select id="order-mood" class="input" value={chosen ? "now" : ""} onChange={(event) => onChoose(event.currentTarget.value === "now")}>
        <option value="now">{form.moodNow(moods[mood.value.label as keyof typeof moods])}</option>
        <option value="">{form.moodNone}</option>
      </select>
    </div>
  );
}

/** What every order may say, whatever the engine. */
function aboutAll(form: { seconds: string; secondsHint: string; seed: string; seedHint: string }): Field[] {
  const number = { kind: "number", required: false, whole: false, least: null, most: null, longest: null, choices: [], usual: undefined } as const;
  return [
    { ...number, name: "seconds", title: form.seconds, hint: form.secondsHint, least: 0, most: 1800, choices: [] },
    { ...number, name: "seed", title: form.seed, hint: form.seedHint, whole: true, least: 0, most: 2 ** 53 - 1, choices: [] },
  ];
}
