// More: what an order may say beyond mood, style and length; nothing of it is needed.
import { LABELS } from "../../circle";
import { words } from "../../i18n";
import { Field } from "../../ui/field";
import { want, wish } from "./order-state";
import { keyName } from "./songs";

const TONICS = [
  ["major", ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]],
  ["minor", ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"]],
] as const;
const METRES = ["4/4", "3/4", "6/8", "2/4"];

export function More() {
  const said = words.value.make.order;
  const { moods } = words.value.shell;
  const { to, key, bpm, metre, seed, loop } = wish.value;
  return (
    <details class="more">
      <summary>{said.more}</summary>
      <div class="more-fields">
        <Field label={said.to} for="make-to">
          <select id="make-to" class="input" value={to} disabled={loop} onChange={(event) => want({ to: event.currentTarget.value })}>
            <option value="">{said.toSame}</option>
            {LABELS.map((label) => <option key={label} value={label}>{moods[label as keyof typeof moods]}</option>)}
          </select>
        </Field>
        <Field label={said.key} for="make-key">
          <select id="make-key" class="input" value={key} onChange={(event) => want({ key: event.currentTarget.value })}>
            <option value="auto">{said.auto}</option>
            {TONICS.flatMap(([mode, tonics]) => tonics.map((tonic) => <option key={tonic + mode} value={`${tonic} ${mode}`}>{keyName(tonic, mode)}</option>))}
          </select>
        </Field>
        <Field label={said.bpm} for="make-bpm" hint={said.bpmHint}>
          <input id="make-bpm" class="input" type="number" inputMode="decimal" min={30} max={300} step="any" placeholder={said.auto} value={bpm} aria-describedby="make-bpm-hint" onInput={(event) => want({ bpm: event.currentTarget.value })} />
        </Field>
        <Field label={said.metre} for="make-metre">
          <select id="make-metre" class="input" value={metre} onChange={(event) => want({ metre: event.currentTarget.value })}>
            <option value="auto">{said.auto}</option>
            {METRES.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </Field>
        <Field label={said.seed} for="make-seed" hint={said.seedHint}>
          <input id="make-seed" class="input" type="number" inputMode="numeric" min={0} step={1} value={seed} aria-describedby="make-seed-hint" onInput={(event) => want({ seed: event.currentTarget.value })} />
        </Field>
        <label class="check more-loop">
          <input type="checkbox" checked={loop} onChange={(event) => want({ loop: event.currentTarget.checked })} />
          <span>{said.loop}</span>
        </label>
      </div>
    </details>
  );
}
