// Feel: say a mood by pointing, writing, a photo or the camera, see where it lies, and put it right.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../i18n";
import { feel, mood } from "../../mood";
import { addressOf, type PageProps } from "../../router";
import { Card } from "../../ui/card";
import { Icon, type IconName } from "../../ui/icon";
import { MoodCircle } from "../../ui/mood-circle";
import { Problem } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Camera } from "./camera";
import { ConsentDialog } from "./consent";
import { answer, forgetAnswer, pointed, problem, status, undo } from "./keeping";
import { local } from "./local";
import { Photo } from "./photo";
import { Seen } from "./seen";
import { Write } from "./write";
import "./feel.css";

type Way = "point" | "write" | "photo" | "camera";
const WAYS: Way[] = ["point", "write", "photo", "camera"];
const way = signal<Way>("point");

export default function Feel(_: PageProps) {
  const { feel: said } = words.value;
  const circle = useRef<HTMLDivElement>(null);
  useEffect(() => forgetAnswer, []);
  useEffect(() => {
    // On a phone the point would move out of sight.
    if (answer.value !== null && matchMedia("(max-width: 60rem)").matches) circle.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [answer.value]);
  return (
    <div class="feel">
      <header class="page-head">
        <h1>{said.title}</h1>
        <p class="lead">{said.lead}</p>
      </header>
      <div class="feel-circle" ref={circle}>
        <MoodCircle at={mood.value} glide={mood.value.source !== "pointed"} onMove={(to) => feel(to, { source: "pointed" })} onDone={pointed} />
        <Verdict />
      </div>
      <div class="feel-ways">
        <Card>
          <Tabs
            label={said.ways.label}
            tabs={WAYS.map((name) => ({ name, label: said.ways[name], icon: <Icon name={name} /> }))}
            chosen={way.value}
            onChoose={(name) => (way.value = name)}
          >
            {way.value === "point" && <p class="soft">{said.point.help}</p>}
            {way.value === "write" && <Write />}
            {way.value === "photo" && <Photo />}
            {way.value === "camera" && <Camera />}
            {way.value !== "point" && <Local />}
          </Tabs>
        </Card>
        {answer.value && <Seen of={answer.value} />}
        <Next />
      </div>
      <ConsentDialog />
    </div>
  );
}

/** The word for the point, and what became of it. */
function Verdict() {
  const { status: said } = words.value.feel;
  const { moods } = words.value.shell;
  const now = status.value;
  return (
    <div class="verdict">
      <p class="mood-name">{moods[mood.value.label as keyof typeof moods]}</p>
      <p class="verdict-status small soft" role="status" data-status={now}>
        {now !== "idle" && said[now]}
        {(now === "saved" || now === "moved") && <button type="button" class="link" onClick={() => void undo()}>{said.undo}</button>}
      </p>
      <Problem of={problem.value} />
    </div>
  );
}

function Local() {
  const { local: said } = words.value.feel;
  return (
    <label class="local check">
      <input type="checkbox" role="switch" checked={local.value} onChange={(event) => (local.value = event.currentTarget.checked)} />
      <span>
        <span class="local-label"><Icon name="lock" />{said.label}</span>
        <span class="hint">{local.value ? said.on : said.off}</span>
      </span>
    </label>
  );
}

function Next() {
  const { next } = words.value.feel;
  const roads: [IconName & ("hear" | "make" | "listen"), string, string][] = [
    ["hear", next.hear, next.hearHint],
    ["make", next.make, next.makeHint],
    ["listen", next.listen, next.listenHint],
  ];
  return (
    <nav class="roads" aria-label={next.title}>
      {roads.map(([page, title, hint]) => (
        <a key={page} class="road" href={addressOf(page)}>
          <Icon name={page} />
          <span><strong>{title}</strong><span class="hint">{hint}</span></span>
          <Icon name="arrow" />
        </a>
      ))}
    </nav>
  );
}
