// Songs: recommendations for a mood and a goal, each with its reasons, and what the visitor says to them.
import { signal } from "@preact/signals";
import { get, newKey, post } from "../../api";
import { words } from "../../i18n";
import { addressOf } from "../../router";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { Empty, Waiting } from "../../ui/waiting";
import { Said } from "./said";
import { Song } from "./song";
import type { Playlist, Recommendations } from "./types";
import { count, from, goal, nameFor, spoken, to, WishFields } from "./wish";

/** Kept while one looks at other pages. */
const found = signal<Recommendations | null>(null);
const kept = signal<Playlist | null>(null);

export function Songs() {
  const { wish: said } = words.value.listen;
  const { busy, problem, act } = useAct();
  const find = (): Promise<boolean> => act(async () => {
    kept.value = null;
    found.value = await get<Recommendations>("/music/recommendations", { mood: spoken(from.value), goal: goal.value, to: to.value && spoken(to.value), limit: count.value });
  });
  return (
    <div class="songs">
      <Card class="wish">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void find();
          }}
        >
          <WishFields name="goal" />
          <div class="field">
            <label for="wish-count">{said.length} <output class="order-value">{count.value}</output></label>
            <input id="wish-count" type="range" min={5} max={50} value={count.value} onInput={(event) => (count.value = Number(event.currentTarget.value))} />
          </div>
          <Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />} class="wish-submit">{found.value === null ? said.find : said.others}</Button>
        </form>
      </Card>
      <div class="songs-found" aria-live="polite" aria-busy={busy.value}>
        <Problem of={problem.value} onRetry={() => void find()} onClose={() => (problem.value = null)} />
        {found.value === null ? (busy.value ? <Waiting lines={6} /> : <Empty icon="listen">{words.value.listen.found.invite}</Empty>) : <Found list={found.value} />}
      </div>
    </div>
  );
}

function Found({ list }: { list: Recommendations }) {
  const { found: said } = words.value.listen;
  return (
    <>
      <div class="found-head">
        <h2>{said.title}</h2>
        {list.items.length > 0 && <Keep list={list} />}
      </div>
      {list.degraded && <Notice kind="info"><strong>{said.degraded}</strong> {list.sources.filter(({ state }) => state === "away").map(({ name, why }) => <span key={name} lang="en">{name}: {why} </span>)}</Notice>}
      {list.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
      {list.items.length === 0 && <Empty icon="listen"><strong>{said.none}</strong> {said.noneNext}</Empty>}
      <ol class="song-rows">
        {list.items.map((item, index) => <Song key={`${list.seed}${item.id}`} item={item} number={index + 1} mood={list.goal === "match" ? list.mood : null} />)}
      </ol>
      {list.unknown > 0 && <p class="hint">{said.unknown(list.unknown)}</p>}
      <details class="sources">
        <summary>{said.sources}</summary>
        <ul>
          {list.sources.map(({ name, state, tracks, why }) => (
            <li key={name}>
              <span lang="en">{name}</span>
              <span class={`badge ${state === "ok" ? "good" : state === "away" ? "bad" : ""}`}>{state === "ok" ? said.ok(tracks) : said[state]}</span>
              {why && <span class="hint" lang="en">{why}</span>}
            </li>
          ))}
        </ul>
      </details>
      <Said />
    </>
  );
}

function Keep({ list }: { list: Recommendations }) {
  const { found: said } = words.value.listen;
  const { busy, problem, act } = useAct();
  const keep = (): Promise<boolean> => act(async () => {
    const items = list.items.map(({ name, artist, spotify_id, file, sentence }) => (file === null ? { name, artist, spotify_id, why: sentence } : { file, why: sentence }));
    kept.value = await post<Playlist>("/playlists", { name: nameFor(list.mood, list.to), mood: [list.mood.valence, list.mood.arousal], items }, { key: newKey() });
  });
  if (kept.value !== null) return <p class="kept-list">{said.kept} <a href={addressOf("listen", "playlists", kept.value.id)}>{said.openList}</a></p>;
  return (
    <>
      <Button size="small" busy={busy.value} icon={<Icon name="plus" />} onClick={() => void keep()}>{said.keep}</Button>
      <Problem of={problem.value} />
    </>
  );
}
