// Works: what was made on the days that are shown, ready to be played again.
import { clock, words } from "../../i18n";
import { addressOf } from "../../router";
import type { Job } from "../../types";
import { Card } from "../../ui/card";
import { colours } from "./path";

const MOST = 12;

export function Works({ works }: { works: readonly Job[] }) {
  const { works: said } = words.value.history;
  return (
    <Card title={said.title}>
      {works.length === 0 && <p class="soft">{said.none}</p>}
      <ul class="works">
        {works.slice(0, MOST).map((work) => <li key={work.id} class="work"><Work of={work} /></li>)}
      </ul>
    </Card>
  );
}

function Work({ of }: { of: Job }) {
  const { works: said } = words.value.history;
  const { moods } = words.value.shell;
  const felt = of.brief.mood;
  const title = of.work?.summary["title"];
  const name = typeof title === "string" ? title : felt ? (moods[felt.label as keyof typeof moods] ?? felt.label) : of.engine;
  return (
    <>
      <div class="work-head">
        {felt && <span class="swatch" style={colours(felt)} aria-hidden="true" />}
        <strong>{name}</strong>
        <span class="soft small">{said.made(of.engine)}, {clock.value.format(new Date(of.created_at))}</span>
        {of.state !== "finished" && <span class={`badge ${of.state === "failed" ? "bad" : ""}`}>{said.states[of.state]}</span>}
        <a class="small" href={addressOf("make", of.id)}>{said.open}<span class="hidden"> {name}</span></a>
      </div>
      {of.state === "finished" && (of.files["mix.flac"] ?? of.files["mix.wav"]) && <audio controls preload="none" src={`/generations/${of.id}/files/mix.mp3`} aria-label={name} />}
    </>
  );
}
