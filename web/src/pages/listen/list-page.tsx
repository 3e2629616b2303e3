// ListPage: one playlist: its cover and name, what is in it, and where it can go.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { words } from "../../i18n";
import { addressOf, navigate } from "../../router";
import { onRefresh } from "../../socket";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { play } from "../../ui/playing";
import { Waiting } from "../../ui/waiting";
import { Add } from "./add";
import { Cover, versionOf } from "./cover";
import { Items, piecesOf } from "./items";
import { change, inTurn, list, overtaken, problem, read } from "./list-state";
import { Push } from "./push";
import { Share } from "./share";
import type { Playlist } from "./types";

const FORMS = ["m3u8", "csv", "jspf"] as const;

export function ListPage({ id }: { id: string }) {
  const { list: said } = words.value.listen;
  useEffect(() => {
    list.value = null;
    problem.value = null;
    overtaken.value = false;
    return onRefresh(() => void read(id));
  }, [id]);
  const found = list.value?.id === id ? list.value : null;
  const gone = problem.value?.status === 404 && found === null;
  return (
    <div class="list-page">
      <a class="back" href={addressOf("listen", "playlists")}><Icon name="arrow" />{said.back}</a>
      {gone ? <Notice kind="error"><strong>{said.gone}</strong> {said.goneNext}</Notice> : <Problem of={problem.value} onRetry={() => void read(id)} onClose={() => (problem.value = null)} />}
      {overtaken.value && <Notice onClose={() => (overtaken.value = false)}>{said.changed}</Notice>}
      {found === null && problem.value === null && <Waiting lines={5} />}
      {found && <Shown of={found} />}
    </div>
  );
}

function Shown({ of }: { of: Playlist }) {
  const { list: said } = words.value.listen;
  return (
    <>
      <Head of={of} />
      <div class="list-grid">
        <div class="list-main">
          {of.notes.map((note) => <p key={note} class="hint" lang="en">{note}</p>)}
          <Items items={of.items} />
          <Add />
        </div>
        <div class="list-side">
          <Push of={of} />
          <Share of={of} />
          <Card title={said.export} class="export">
            <div class="actions">{FORMS.map((form) => <Button key={form} size="small" href={`/playlists/${of.id}/export?form=${form}`} download icon={<Icon name="download" />}>{form.toUpperCase()}</Button>)}</div>
          </Card>
        </div>
      </div>
    </>
  );
}

function Head({ of }: { of: Playlist }) {
  const { list: said, lists } = words.value.listen;
  const doomed = useSignal(false);
  const editing = useSignal(false);
  const pieces = piecesOf(of.items);
  const remove = async (): Promise<void> => {
    if (await inTurn(() => change("", { method: "DELETE" }))) navigate(addressOf("listen", "playlists"));
    else doomed.value = false;
  };
  return (
    <header class="list-head">
      <Cover address={`/playlists/${of.id}/cover.png`} version={versionOf(of)} alt={lists.cover(of.name)} />
      <div>
        <h2 class="list-name">{of.name}</h2>
        {of.description && <p class="soft">{of.description}</p>}
        <p class="small soft">{lists.count(of.count)}</p>
        <div class="actions">
          {pieces[0] && <Button kind="primary" icon={<Icon name="play" />} onClick={() => pieces[0] && void play(pieces[0], pieces)}>{said.playAll}</Button>}
          <Button size="small" icon={<Icon name="write" />} onClick={() => (editing.value = true)}>{said.edit}</Button>
          <Button size="small" kind="danger" icon={<Icon name="trash" />} onClick={() => (doomed.value = true)}>{said.remove}</Button>
        </div>
      </div>
      <Dialog
        open={doomed.value}
        title={said.remove}
        onClose={() => (doomed.value = false)}
        actions={<><Button onClick={() => (doomed.value = false)}>{words.value.shell.cancel}</Button><Button kind="danger" onClick={() => void remove()}>{said.remove}</Button></>}
      >
        <p>{said.removeSure(of.name)} {said.removeWhat}</p>
      </Dialog>
      <Edit of={of} open={editing.value} onClose={() => (editing.value = false)} />
    </header>
  );
}

function Edit({ of, open, onClose }: { of: Playlist; open: boolean; onClose: () => void }) {
  const { list: said, lists } = words.value.listen;
  const name = useSignal(of.name);
  const description = useSignal(of.description);
  useEffect(() => {
    name.value = of.name;
    description.value = of.description;
  }, [open]);
  const save = (event: Event): void => {
    event.preventDefault();
    const body = { name: name.value.trim() || of.name, description: description.value };
    void inTurn(() => change("", { method: "PATCH", body }, (before) => ({ ...before, ...body })));
    onClose();
  };
  return (
    <Dialog open={open} title={said.editTitle} onClose={onClose}>
      <form class="edit-list" onSubmit={save}>
        <Field label={lists.name} for="edit-name"><input id="edit-name" class="input" required maxLength={200} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} /></Field>
        <Field label={said.description} for="edit-about"><textarea id="edit-about" class="input" maxLength={2000} value={description.value} onInput={(event) => (description.value = event.currentTarget.value)} /></Field>
        <div class="actions end"><Button kind="primary" type="submit">{said.save}</Button></div>
      </form>
    </Dialog>
  );
}
