// Lists: all playlists of the visitor, and a new one: filled for a mood, or begun empty.
import { signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { get, newKey, post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { addressOf, navigate } from "../../router";
import { useTruth } from "../../truth";
import type { Page } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Tabs } from "../../ui/tabs";
import { Empty, Waiting } from "../../ui/waiting";
import { Cover, versionOf } from "./cover";
import type { Playlist, PlaylistSummary } from "./types";
import { count, from, goal, nameFor, to, WishFields } from "./wish";

type Way = "fill" | "byHand";
const way = signal<Way>("fill");

export function Lists() {
  const { lists: said } = words.value.listen;
  const { shell } = words.value;
  const more = useSignal<PlaylistSummary[]>([]);
  const next = useSignal<string | null>(null);
  const lists = useTruth(async () => {
    const page = await get<Page<PlaylistSummary>>("/playlists", { limit: 24 });
    more.value = [];
    next.value = page.next_cursor;
    return page.items;
  });
  const readMore = async (): Promise<void> => {
    const page = await get<Page<PlaylistSummary>>("/playlists", { limit: 24, cursor: next.value });
    more.value = [...more.value, ...page.items];
    next.value = page.next_cursor;
  };
  const found = lists.data.value;
  return (
    <div class="songs">
      <Create />
      <section class="songs-found">
        <h2>{said.title}</h2>
        <Problem of={lists.problem.value} onRetry={() => void lists.reload()} />
        {found === null && lists.problem.value === null && <Waiting />}
        {found?.length === 0 && <Empty icon="listen">{said.empty}</Empty>}
        <ul class="list-cards">
          {[...(found ?? []), ...more.value].map((list) => (
            <li key={list.id}>
              <a class="list-card" href={addressOf("listen", "playlists", list.id)}>
                <Cover address={`/playlists/${list.id}/cover.png`} version={versionOf(list)} alt="" />
                <strong>{list.name}</strong>
                <span class="small soft">{said.count(list.count)}{list.shared && ` · ${said.shared}`}</span>
              </a>
            </li>
          ))}
        </ul>
        {next.value !== null && <div class="actions"><Button onClick={() => void readMore()}>{shell.more}</Button></div>}
      </section>
    </div>
  );
}

function Create() {
  const { lists: said, wish } = words.value.listen;
  const name = useSignal("");
  const { busy, problem, act } = useAct();
  const key = useRef(newKey());
  const submit = async (): Promise<void> => {
    const done = await act(async () => {
      const called = name.value.trim();
      if (way.value === "byHand" && called === "") throw new Refusal("page", said.needsName);
      const body = way.value === "fill" ? { name: called || nameFor(from.value, to.value), ...wanted() } : { name: called, items: [] };
      const made = await post<Playlist>("/playlists", body, { key: key.current });
      navigate(addressOf("listen", "playlists", made.id));
    });
    if (done || problem.value?.code !== "network") key.current = newKey();
  };
  return (
    <Card title={said.create} class="wish">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Tabs label={said.way} tabs={[{ name: "fill", label: said.fill }, { name: "byHand", label: said.byHand }]} chosen={way.value} onChoose={(one: Way) => (way.value = one)}>
          <Field label={said.name} for="list-name" hint={way.value === "fill" ? said.nameHint : undefined}>
            <input id="list-name" class="input" maxLength={200} value={name.value} placeholder={way.value === "fill" ? nameFor(from.value, to.value) : ""} onInput={(event) => (name.value = event.currentTarget.value)} />
          </Field>
          {way.value === "fill" && (
            <>
              <WishFields name="list-goal" />
              <div class="field">
                <label for="list-count">{wish.length} <output class="order-value">{count.value}</output></label>
                <input id="list-count" type="range" min={5} max={50} value={count.value} onInput={(event) => (count.value = Number(event.currentTarget.value))} />
              </div>
            </>
          )}
        </Tabs>
        <Problem of={problem.value} onClose={() => (problem.value = null)} />
        <Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="plus" />} class="wish-submit">{said.submit}</Button>
      </form>
    </Card>
  );
}

function wanted(): Record<string, unknown> {
  const { valence, arousal } = from.value;
  const end = to.value === null ? {} : { to: [to.value.valence, to.value.arousal] };
  return { mood: [valence, arousal], goal: goal.value, length: count.value, ...end };
}
