// Works: what was made on the days that are shown, ready to be played again.
import { clock, words } from "../../i18n";
import { addressOf } from "../../router";
import type { Job } from "../../types";
import { Card } from "../../ui/card";
import { PlayButton } from "../../ui/play-button";
import type { Piece } from "../../ui/playing";
import { aboutJob, nameOf, pieceOf, songsOf } from "../make/songs";
import { colours } from "./path";

const MOST = 12;

export function Works({ works }: { works: readonly Job[] }) {
  const { works: said } = words.value.history;
  const shown = works.slice(0, MOST);
  const among = shown.flatMap((work) => firstOf(work) ?? []);
  return (
    <Card title={said.title}>
      {works.length === 0 && <p class="soft">{said.none}</p>}
      <ul class="works">
        {shown.map((work) => <li key={work.id} class="work"><Work of={work} among={among} /></li>)}
      </ul>
    </Card>
  );
}

function Work({ of, among }: { of: Job; among: readonly Piece[] }) {
  const { works: said } = words.value.history;
  const name = nameOf(of);
  const piece = firstOf(of);
  return (
    <div class="work-head">
      {piece !== null && <PlayButton piece={piece} list={among} soft />}
      {of.brief.mood && <span class="swatch" style={colours(of.brief.mood)} aria-hidden="true" />}
      <strong>{name}</strong>
      <span class="soft small">{aboutJob(of)}, {clock.value.format(new Date(of.created_at))}</span>
      {of.state !== "finished" && <span class={`badge ${of.state === "failed" ? "bad" : ""}`}>{said.states[of.state]}</span>}
      <a class="small" href={addressOf("make", of.id)}>{said.open}<span class="hidden"> {name}</span></a>
    </div>
  );
}

function firstOf(job: Job): Piece | null {
  const [song] = songsOf(job);
  return song === undefined ? null : pieceOf(song);
}
