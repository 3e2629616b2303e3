// Order: the form for an engine without a page of its own; it really orders.
import { useMemo } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { newKey, post } from "../../api";
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
  const filled = useSignal<Filled>({});
  const wrong = useSignal<Record<string, Wrong>>({});
  const problem = useSignal<Refusal | null>(null);
  const busy = useSignal(false);
  const withMood = useSignal(true);
  const set = (name: string) => (value: string | boolean) => (filled.value = { ...filled.value, [name]: value });
  const submit = async (): Promise<void> => {
    const said = optionsOf(options, filled.value);
    const all = optionsOf(about, filled.value);
    wrong.value = { ...said.wrong, ...all.wrong };
    problem.value = null;
    if (Object.keys(wrong.value).length > 0) return focusFirst(wrong.value);
    busy.value = true;
    const { valence, arousal } = mood.value;
    const brief: Brief = { engine: engine.name, options: said.options, ...all.options, ...(withMood.value ? { mood: [valence, arousal] } : {}) };
    try {
      onOrdered(await post<Job>("/generations", brief, { key: newKey() }));
    } catch (error) {
      problem.value = Refusal.of(error);
    } finally {
      busy.value = false;
    }
  };
  const complaintAt = (field: Field, path: string): Wrong | string | null =>
    wrong.value[field.name] ?? (problem.value?.field === path ? problem.value.message : null);
  const { moods } = words.value.shell;
  return (
    <form
      noValidate
      class="order"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="fields">
        <div class="field">
          <label for="order-mood">{form.mood}</label>
          <select id="order-mood" class="input" value={withMood.value ? "now" : ""} onChange={(event) => (withMood.value = event.currentTarget.value === "now")}>
            <option value="now">{form.moodNow(moods[mood.value.label as keyof typeof moods])}</option>
            <option value="">{form.moodNone}</option>
          </select>
        </div>
        {about.map((field) => <Control key={field.name} field={field} value={filled.value[field.name]} onChange={set(field.name)} wrong={complaintAt(field, field.name)} />)}
      </div>
      {options.length > 0 && (
        <Card title={form.options} level={3} class="options">
          <div class="fields">
            {options.map((field) => (
              <Control key={field.name} field={field} value={filled.value[field.name]} onChange={set(field.name)} wrong={complaintAt(field, `options.${field.name}`)} />
            ))}
          </div>
        </Card>
      )}
      <Problem of={problem.value} />
      <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{form.submit}</Button></div>
    </form>
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

function focusFirst(wrong: Record<string, Wrong>): void {
  const [first] = Object.keys(wrong);
  document.getElementById(`option-${first}`)?.focus();
}
