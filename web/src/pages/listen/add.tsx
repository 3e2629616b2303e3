// Add: a song by its name, or a piece that was made here, at the end of a playlist.
import { signal, useSignal } from "@preact/signals";
import { words } from "../../i18n";
import { addressOf } from "../../router";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Tabs } from "../../ui/tabs";
import { nameOf } from "../make/songs";
import { jobs } from "../make/works-state";
import { change, inTurn } from "./list-state";

type Way = "song" | "piece";
const way = signal<Way>("song");

export function Add() {
  const { list: said } = words.value.listen;
  const news = useSignal("");
  const add = async (item: Record<string, unknown>, name: string): Promise<boolean> => {
    const done = await inTurn(() => change("/items", { method: "POST", body: { items: [item] } }));
    if (done) news.value = said.added(name);
    return done;
  };
  return (
    <Card title={said.add} class="add">
      <p class="hidden" role="status">{news.value}</p>
      <Tabs label={said.add} tabs={[{ name: "song", label: said.addSong }, { name: "piece", label: said.addPiece }]} chosen={way.value} onChoose={(one: Way) => (way.value = one)}>
        {way.value === "song" ? <ByName add={add} /> : <APiece add={add} />}
      </Tabs>
    </Card>
  );
}

type Adding = (item: Record<string, unknown>, name: string) => Promise<boolean>;

function ByName({ add }: { add: Adding }) {
  const { list: said } = words.value.listen;
  const name = useSignal("");
  const artist = useSignal("");
  const link = useSignal("");
  const busy = useSignal(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    const id = link.value.trim();
    if (await add({ name: name.value, artist: artist.value, ...(id ? { spotify_id: id } : {}) }, name.value)) {
      name.value = artist.value = link.value = "";
      document.getElementById("add-name")?.focus();
    }
    busy.value = false;
  };
  return (
    <form class="add-fields" onSubmit={(event) => void submit(event)}>
      <Field label={said.song} for="add-name"><input id="add-name" class="input" required maxLength={1000} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} /></Field>
      <Field label={said.artist} for="add-artist"><input id="add-artist" class="input" maxLength={1000} value={artist.value} onInput={(event) => (artist.value = event.currentTarget.value)} /></Field>
      <Field label={said.link} for="add-link" hint={said.linkHint}><input id="add-link" class="input" inputMode="url" maxLength={300} value={link.value} onInput={(event) => (link.value = event.currentTarget.value)} /></Field>
      <div class="actions"><Button type="submit" busy={busy.value} icon={<Icon name="plus" />}>{said.add}</Button></div>
    </form>
  );
}

function APiece({ add }: { add: Adding }) {
  const { list: said } = words.value.listen;
  const finished = (jobs.value ?? []).filter(({ state }) => state === "finished");
  const chosen = useSignal("");
  const busy = useSignal(false);
  if (jobs.value !== null && finished.length === 0) return <p class="soft">{said.noPieces} <a href={addressOf("make")}>{words.value.make.order.submit}</a></p>;
  const id = chosen.value || finished[0]?.id || "";
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const job = finished.find((one) => one.id === id);
    if (job === undefined) return;
    busy.value = true;
    await add({ work: job.id }, nameOf(job));
    busy.value = false;
  };
  return (
    <form class="add-fields" onSubmit={(event) => void submit(event)}>
      <Field label={said.piece} for="add-piece">
        <select id="add-piece" class="input" value={id} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {finished.map((job) => <option key={job.id} value={job.id}>{nameOf(job)}</option>)}
        </select>
      </Field>
      <div class="actions"><Button type="submit" busy={busy.value} icon={<Icon name="plus" />}>{said.add}</Button></div>
    </form>
  );
}
