// Push: a playlist on its way to Spotify, how far it is, and what differs between here and there.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, newKey, post } from "../../api";
import { clock, words } from "../../i18n";
import { Refusal } from "../../refusal";
import { addressOf } from "../../router";
import { useTruth } from "../../truth";
import type { Errand } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";
import { callOff, goesOn, noteSaid, useErrand } from "./errand";
import { connect } from "./link";
import { change, changes, inTurn, read } from "./list-state";
import type { Differences, LeftOut, Link, Playlist, Stray } from "./types";

interface Result {
  url: string;
  items: number;
  left_out: LeftOut[];
}

export function Push({ of }: { of: Playlist }) {
  const { push: said, spotify } = words.value.listen;
  const { busy, problem, act } = useAct();
  const differs = useSignal<Differences | null>(null);
  const link = useTruth(() => get<Link>("/user/spotify"));
  const errand = useErrand("playlist.push", of.id, () => void inTurn(() => read(of.id)).then(compare));
  useEffect(() => void (differs.value = null), [changes.value]);
  const compare = (): Promise<boolean> => act(async () => void (differs.value = await inTurn(() => get<Differences>(`/playlists/${of.id}/spotify`))));
  const push = (recreate = false): Promise<boolean> => act(async () => {
    differs.value = null;
    errand.value = await inTurn(() => post<Errand>(`/playlists/${of.id}/spotify`, recreate ? { recreate } : {}, { key: newKey() }));
  });
  const stop = (running: Errand): Promise<boolean> => act(async () => void (errand.value = await callOff(running)));
  const allow = (): Promise<boolean> => act(() => connect("write", addressOf("listen", "playlists", of.id)));
  const { state, can_write } = link.data.value ?? { state: null, can_write: false };
  const running = goesOn(errand.value);
  const known = differs.value?.state;
  return (
    <Card title={said.title} class="push">
      {state === "unlinked" && <p class="soft small">{said.needs}</p>}
      {state !== null && state !== "unlinked" && !can_write && <p class="soft small">{said.needsWrite}</p>}
      {running && errand.value && <OnItsWay errand={errand.value} onStop={stop} />}
      {!running && errand.value && <Ended errand={errand.value} />}
      {differs.value && <Shown of={differs.value} />}
      <Problem of={problem.value ?? link.problem.value} onClose={() => (problem.value = null)} />
      <div class="actions">
        {state !== null && !can_write && <Button kind="primary" busy={busy.value} onClick={() => void allow()}>{state === "unlinked" ? spotify.connect : said.allow}</Button>}
        {can_write && !running && <Button kind="primary" busy={busy.value} icon={<Icon name="share" />} onClick={() => void push(known === "gone")}>{known === "gone" ? said.recreate : known === "different" ? said.again : said.push}</Button>}
        {can_write && !running && <Button size="small" busy={busy.value} onClick={() => void compare()}>{said.compare}</Button>}
      </div>
    </Card>
  );
}

function OnItsWay({ errand, onStop }: { errand: Errand; onStop: (errand: Errand) => Promise<boolean> }) {
  const { push: said } = words.value.listen;
  const { fraction, note } = errand.progress;
  return (
    <div class="on-its-way">
      <Progress label={said.progress} value={fraction} />
      <p class="small soft"><span>{errand.not_before ? said.waits(clock.value.format(new Date(errand.not_before))) : noteSaid(note)}</span><span>{Math.round(fraction * 100)} %</span></p>
      <div class="actions"><Button size="small" disabled={errand.cancel_requested} onClick={() => void onStop(errand)}>{said.cancel}</Button></div>
    </div>
  );
}

function Ended({ errand }: { errand: Errand }) {
  const { push: said } = words.value.listen;
  if (errand.state === "failed" && errand.error) return <Problem of={Refusal.told(errand.error)} />;
  if (errand.state === "cancelled") return <Notice>{said.cancelled}</Notice>;
  const result = errand.result as Result | null;
  if (result === null) return null;
  return (
    <>
      <Notice kind="success">{said.done(result.items)} <a href={result.url} target="_blank" rel="noreferrer">{said.open}</a></Notice>
      <Out of={result.left_out} />
    </>
  );
}

function Shown({ of }: { of: Differences }) {
  const { push: said } = words.value.listen;
  const takeIn = (): void => {
    const items = of.extra.map(({ name, artist, spotify_id }) => ({ name, artist, spotify_id }));
    void inTurn(() => change("/items", { method: "POST", body: { items } }));
  };
  return (
    <div class="differences" role="status" data-state={of.state}>
      <p><strong>{said.states[of.state]}</strong></p>
      {of.name && <p class="small">{said.named(of.name.there)}</p>}
      <Strays title={said.missing} of={of.missing} />
      <Strays title={said.extra} of={of.extra} />
      {of.extra.length > 0 && <Button size="small" onClick={takeIn}>{said.takeIn}</Button>}
      {of.moved > 0 && <p class="small">{said.moved(of.moved)}</p>}
      <Out of={of.left_out} />
    </div>
  );
}

function Strays({ title, of }: { title: string; of: Stray[] }) {
  if (of.length === 0) return null;
  return (
    <details class="small" open={of.length <= 5}>
      <summary>{title} ({of.length})</summary>
      <ul>{of.map(({ at, name, artist }) => <li key={at}>{name} <span class="soft">{artist}</span></li>)}</ul>
    </details>
  );
}

function Out({ of }: { of: LeftOut[] }) {
  const { push: said } = words.value.listen;
  if (of.length === 0) return null;
  return (
    <details class="small">
      <summary>{said.leftOut} ({of.length})</summary>
      <ul>{of.map(({ item, name, artist, why }) => <li key={item}>{name} <span class="soft">{artist}</span> <span class="hint" lang="en">{why}</span></li>)}</ul>
    </details>
  );
}
