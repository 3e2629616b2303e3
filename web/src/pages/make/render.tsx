// Render: the visitor's own MIDI file on sampled instruments, higher or lower, slower or faster.
import { signal, useSignal } from "@preact/signals";
import { duration, words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Upload } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { DropFiles } from "../../ui/drop-files";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { MIDI, uploaded } from "./likes";
import { order } from "./works-state";

const file = signal<Upload | null>(null);
const transpose = signal(0);
const tempo = signal(100);

export function Render() {
  const { render: said, files, order: ordering } = words.value.make;
  const sending = useSignal<string | null>(null);
  const ordered = useSignal(false);
  const { busy, problem, act } = useAct();
  const take = async ([chosen]: File[]): Promise<void> => {
    if (chosen === undefined) return;
    sending.value = chosen.name;
    ordered.value = false;
    await act(async () => void (file.value = await uploaded(chosen)));
    sending.value = null;
  };
  const submit = (event: Event): Promise<boolean> => act(async () => {
    event.preventDefault();
    ordered.value = false;
    if (file.value === null) throw new Refusal("page", files.none);
    const options: Record<string, unknown> = { midi: file.value.id };
    if (transpose.value !== 0) options["transpose"] = transpose.value;
    if (tempo.value !== 100) options["tempo"] = tempo.value / 100;
    await order({ engine: "render", options });
    ordered.value = true;
  });
  return (
    <form class="render" onSubmit={(event) => void submit(event)}>
      <p class="soft">{said.help}</p>
      <DropFiles id="render-file" icon="file" say={sending.value === null ? files.dropOne : files.sending(sending.value)} choose={files.chooseOne} accept={MIDI} busy={sending.value !== null} onFiles={(chosen) => void take(chosen)} />
      {file.value && <p class="render-file"><Icon name="check" />{file.value.name} · {duration(file.value.seconds)}</p>}
      {file.value?.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
      <div class="order-pair">
        <Slider id="render-transpose" label={said.transpose} value={transpose.value} min={-24} max={24} step={1} told={said.semitones(transpose.value)} onInput={(to) => (transpose.value = to)} />
        <Slider id="render-tempo" label={said.tempo} value={tempo.value} min={25} max={200} step={5} told={said.faster(tempo.value)} onInput={(to) => (tempo.value = to)} />
      </div>
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
      <div class="order-end">
        <Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="play" />} class="order-submit">{said.submit}</Button>
      </div>
      {ordered.value && <Notice kind="success" onClose={() => (ordered.value = false)}>{ordering.ordered}</Notice>}
    </form>
  );
}

interface SliderProps {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  told: string;
  onInput: (to: number) => void;
}

function Slider({ id, label, value, min, max, step, told, onInput }: SliderProps) {
  return (
    <div class="field">
      <label for={id}>{label} <output class="order-value">{told}</output></label>
      <input id={id} type="range" min={min} max={max} step={step} value={value} aria-valuetext={told} onInput={(event) => onInput(Number(event.currentTarget.value))} />
    </div>
  );
}
