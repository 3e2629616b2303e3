// Order: what the next stream is to be like: its style and its tempo.
import { words } from "../../i18n";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { begin, changed, stream, STYLES, style, tempo } from "./playing";

const ORDINARY = 96;
const SLOWEST = 40;
const FASTEST = 200;

export function Order() {
  const { style: said, anew } = words.value.hear;
  return (
    <section class="order card">
      <fieldset class="styles">
        <legend>{said.label}</legend>
        {STYLES.map((name) => (
          <label key={name} class="style">
            <input type="radio" name="style" class="hidden" checked={style.value === name} onChange={() => (style.value = name)} />
            <strong>{said[name]}</strong>
            <span>{said[`${name}Hint`]}</span>
          </label>
        ))}
      </fieldset>
      <Tempo />
      {stream.value !== null && changed.value && <Button icon={<Icon name="spark" />} onClick={() => void begin()}>{anew}</Button>}
    </section>
  );
}

function Tempo() {
  const { tempo: said } = words.value.hear;
  const fixed = tempo.value;
  return (
    <div class="tempo">
      <span class="legend" id="tempo-label">{said.label}</span>
      <label class="check">
        <input type="checkbox" checked={fixed === null} onChange={(event) => (tempo.value = event.currentTarget.checked ? null : ORDINARY)} />
        <span>{said.auto}</span>
      </label>
      {fixed !== null && (
        <label class="bpm">
          <span class="hidden">{said.fixed}</span>
          <input type="range" min={SLOWEST} max={FASTEST} step={1} value={fixed} aria-valuetext={said.bpm(fixed)} onInput={(event) => (tempo.value = event.currentTarget.valueAsNumber)} />
          <output>{fixed}</output>
        </label>
      )}
    </div>
  );
}
