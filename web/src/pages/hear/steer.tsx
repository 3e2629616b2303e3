// Steer: the circle that the music follows, and the other ways to move its point.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { toBox } from "../../circle";
import { language, words } from "../../i18n";
import { feel, mood } from "../../mood";
import { Refusal } from "../../refusal";
import { ask } from "../../socket";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { MoodCircle } from "../../ui/mood-circle";
import { Problem } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Camera } from "../feel/camera";
import { ConsentDialog } from "../feel/consent";
import { follows, present, stream, written } from "./playing";
import "../feel/feel.css";

type Way = "point" | "write" | "camera";
const WAYS: readonly Way[] = ["point", "write", "camera"];
const way = signal<Way>("point");
const TRAIL = 16;
const LONGEST = 2000;
const LOOK = 100;

export function Steer() {
  const { steer } = words.value.hear;
  return (
    <section class="steer" aria-label={steer.title}>
      <MoodCircle at={mood.value} glide={mood.value.source !== "pointed"} onMove={(to) => feel(to, { id: null, source: "pointed" })}>
        <Path />
      </MoodCircle>
      <Tabs
        label={steer.ways}
        tabs={WAYS.map((name) => ({ name, label: steer[name], icon: <Icon name={name} /> }))}
        chosen={way.value}
        onChoose={(name) => (way.value = name)}
      >
        {way.value === "point" && <Follows />}
        {way.value === "write" && <Say />}
        {way.value === "camera" && <Camera />}
      </Tabs>
      <ConsentDialog />
    </section>
  );
}

/** The moods of the last bars, one after the other, and a ring where the music is now. */
function Path() {
  void written.value;
  const now = present.value;
  const playing = stream.value;
  if (now === null || playing === null) return null;
  const passed = playing.bars.all.filter((bar) => bar.index <= now.index).slice(-TRAIL).map(toBox);
  const here = toBox(now);
  return (
    <svg class="path" viewBox="0 0 1 1" aria-hidden="true">
      {passed.slice(1).map((to, place) => {
        const from = passed[place] ?? to;
        return <line key={place} x1={from.x} y1={from.y} x2={to.x} y2={to.y} style={{ opacity: (place + 1) / passed.length }} />;
      })}
      <circle class="ring" cx={here.x} cy={here.y} r={0.066} />
    </svg>
  );
}

/** When the newest mood is heard; else what the circle is for. */
function Follows() {
  const { steer } = words.value.hear;
  const wait = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      const [playing, next] = [stream.peek(), follows.peek()];
      const bar = next === null ? undefined : playing?.bars.get(next.index);
      wait.value = bar === undefined || playing === null ? 0 : Math.max(Math.ceil((bar.starts - playing.sounding) * 10) / 10, 0);
    }, LOOK);
    return () => clearInterval(timer);
  }, []);
  const seconds = new Intl.NumberFormat(language.value, { minimumFractionDigits: 1 });
  return <p class="hint centred">{wait.value > 0 ? steer.from(seconds.format(wait.value)) : steer.help}</p>;
}

function Say() {
  const text = useSignal("");
  const busy = useSignal(false);
  const heard = useSignal("");
  const problem = useSignal<Refusal | null>(null);
  const { steer } = words.value.hear;
  const submit = async (): Promise<void> => {
    const said = text.value.trim();
    problem.value = said === "" ? new Refusal("empty", steer.nothing) : null;
    if (said === "" || busy.value) return;
    busy.value = true;
    try {
      const { mood: found, certain } = await ask("mood:text", { text: said });
      if (certain) feel(found, { id: null, source: "text" });
      const { moods } = words.value.shell;
      heard.value = certain ? steer.read(moods[found.label as keyof typeof moods] ?? found.label) : steer.unsure;
    } catch (error) {
      problem.value = Refusal.of(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="say"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={steer.question} for="say">
        <input id="say" class="input" maxLength={LONGEST} placeholder={steer.placeholder} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </Field>
      <Button type="submit" kind="primary" busy={busy.value} icon={<Icon name="spark" />}>{steer.send}</Button>
      <p class="hint" role="status">{heard.value}</p>
      <Problem of={problem.value} />
    </form>
  );
}
