// Strip: what sounds now, in words: chord, key, tempo, part, and where in its phrase.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { words } from "../../i18n";
import { chordName, keyName } from "./names";
import { present, stream } from "./playing";

const LOOK = 100;
/** Not more often than this is anything said aloud. */
const QUIET = 12_000;

export function Strip() {
  const { now } = words.value.hear;
  const chord = useChord();
  const bar = present.value;
  if (bar === null) return null;
  return (
    <dl class="strip">
      <div class="chord"><dt>{now.chord}</dt><dd>{chord === "" ? "–" : chordName(chord)}</dd></div>
      <div><dt>{now.key}</dt><dd id="key">{keyName(bar.key)}</dd></div>
      <div><dt>{now.tempo}</dt><dd>{Math.round(bar.tempo)}</dd></div>
      <div><dt>{now.part}</dt><dd>{bar.section}</dd></div>
      <div class="phrase">
        <dt>{now.phrase}</dt>
        <dd>
          <span class="hidden">{now.phraseAt(bar.phrase_bar + 1, bar.phrase_bars)}</span>
          <span class="dots" aria-hidden="true">
            {Array.from({ length: bar.phrase_bars }, (_, place) => <i key={place} class={place === bar.phrase_bar ? "here" : place < bar.phrase_bar ? "gone" : ""} />)}
          </span>
        </dd>
      </div>
      <div class="count"><dt>{now.bar}</dt><dd id="bar">{bar.index + 1}</dd></div>
    </dl>
  );
}

/** Said to screen readers when another part or key begins, and seldom. */
export function Announcer() {
  const said = useSignal("");
  const last = useSignal({ part: "", at: -QUIET });
  const bar = present.value;
  const part = bar === null ? "" : `${bar.section} ${bar.key}`;
  useEffect(() => {
    if (bar === null || part === last.peek().part || performance.now() - last.peek().at < QUIET) return;
    last.value = { part, at: performance.now() };
    said.value = words.value.hear.announce(bar.section, keyName(bar.key));
  }, [part]);
  return <p class="hidden" aria-live="polite">{said.value}</p>;
}

function useChord(): string {
  const chord = useSignal("");
  useEffect(() => {
    const timer = setInterval(() => {
      const [bar, playing] = [present.peek(), stream.peek()];
      if (bar === null || playing === null) return;
      const into = playing.sounding - bar.starts;
      chord.value = bar.chords.findLast(({ at }) => at <= into + 0.01)?.name ?? bar.chords[0]?.name ?? "";
    }, LOOK);
    return () => clearInterval(timer);
  }, []);
  return chord.value;
}
