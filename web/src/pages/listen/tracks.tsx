// Tracks: what the visitor listens to: brought as a list or written, looked through, forgotten.
import { useSignal } from "@preact/signals";
import { get, newKey, post, remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { useTruth } from "../../truth";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Dialog } from "../../ui/dialog";
import { DropFiles } from "../../ui/drop-files";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { Empty, Waiting } from "../../ui/waiting";
import type { Kept, TrackView } from "./types";

interface TrackPage {
  items: TrackView[];
  next_cursor: string | null;
  count?: number;
}
const SHOWN = 100;

export function Tracks() {
  const { tracks: said } = words.value.listen;
  const more = useSignal<TrackView[]>([]);
  const next = useSignal<string | null>(null);
  const page = useTruth(async () => {
    const found = await get<TrackPage>("/music/tracks", { limit: SHOWN });
    more.value = [];
    next.value = found.next_cursor;
    return found;
  });
  const readMore = async (): Promise<void> => {
    const found = await get<TrackPage>("/music/tracks", { limit: SHOWN, cursor: next.value });
    more.value = [...more.value, ...found.items];
    next.value = found.next_cursor;
  };
  const found = page.data.value;
  const tracks = found === null ? [] : [...found.items, ...more.value];
  const count = found?.count ?? tracks.length;
  return (
    <div class="songs">
      <Bring onKept={() => void page.reload()} />
      <section class="songs-found">
        <div class="found-head">
          <h2>{said.title} <span class="soft small">{found !== null && said.count(count)}</span></h2>
          {tracks.length > 0 && <ListActions onChange={() => void page.reload()} />}
        </div>
        <p class="soft small">{said.lead}</p>
        <Problem of={page.problem.value} onRetry={() => void page.reload()} />
        {found === null && page.problem.value === null && <Waiting />}
        {found !== null && tracks.length === 0 && <Empty icon="heart">{said.empty}</Empty>}
        <ul class="track-rows">{tracks.map((track) => <Row key={track.id} track={track} onGone={() => void page.reload()} />)}</ul>
        {next.value !== null && <div class="actions"><Button onClick={() => void readMore()}>{words.value.shell.more}</Button></div>}
      </section>
    </div>
  );
}

function Row({ track, onGone }: { track: TrackView; onGone: () => void }) {
  const { tracks: said } = words.value.listen;
  const problem = useSignal<Refusal | null>(null);
  const forget = (): void => {
    remove(`/music/tracks/${encodeURIComponent(track.id)}`).then(onGone, (error: unknown) => (problem.value = Refusal.of(error)));
  };
  const from = (track.origins ?? []).filter(({ source }) => source !== "you");
  return (
    <li>
      <span><strong>{track.name}</strong> <span class="soft">{track.artist}</span></span>
      {from.map(({ source }) => <span key={source} class="badge">{said.from[source]}</span>)}
      <Button kind="plain" size="small" aria-label={said.remove(track.name)} icon={<Icon name="close" />} onClick={forget} />
      <Problem of={problem.value} />
    </li>
  );
}

function ListActions({ onChange }: { onChange: () => void }) {
  const { tracks: said } = words.value.listen;
  const asked = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const clear = (): void => {
    asked.value = false;
    remove("/music/tracks").then(onChange, (error: unknown) => (problem.value = Refusal.of(error)));
  };
  return (
    <div class="actions">
      <Button size="small" href="/music/tracks.csv" download icon={<Icon name="download" />}>{said.export}</Button>
      <Button size="small" kind="danger" onClick={() => (asked.value = true)}>{said.clear}</Button>
      <Problem of={problem.value} />
      <Dialog
        open={asked.value}
        title={said.clearSure}
        onClose={() => (asked.value = false)}
        actions={<><Button onClick={() => (asked.value = false)}>{words.value.shell.cancel}</Button><Button kind="danger" onClick={clear}>{said.clear}</Button></>}
      >
        <p>{said.clearWhat}</p>
      </Dialog>
    </div>
  );
}

function Bring({ onKept }: { onKept: () => void }) {
  const { tracks: said } = words.value.listen;
  const text = useSignal("");
  const busy = useSignal(false);
  const kept = useSignal<Kept | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const send = async (file: File): Promise<boolean> => {
    busy.value = true;
    problem.value = null;
    kept.value = null;
    try {
      const form = new FormData();
      form.append("file", file, file.name);
      kept.value = await post<Kept>("/music/tracks/import", form, { key: newKey() });
      onKept();
      return true;
    } catch (error) {
      problem.value = Refusal.of(error);
      return false;
    } finally {
      busy.value = false;
    }
  };
  const write = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.value.trim() === "") return void (problem.value = new Refusal("page", said.nothing));
    if (await send(new File([text.value], "lines.txt", { type: "text/plain" }))) text.value = "";
  };
  return (
    <Card class="wish">
      <DropFiles id="tracks-file" icon="file" say={said.drop} choose={said.choose} accept=".csv,.txt,.tsv,text/csv,text/plain" busy={busy.value} onFiles={([file]) => file && void send(file)} />
      <form class="bring" onSubmit={(event) => void write(event)}>
        <label for="tracks-lines">{said.lines}</label>
        <textarea id="tracks-lines" class="input" placeholder={said.linesPlaceholder} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        <div class="actions"><Button type="submit" busy={busy.value} icon={<Icon name="plus" />}>{said.add}</Button></div>
      </form>
      {kept.value && <Brought of={kept.value} />}
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </Card>
  );
}

function Brought({ of }: { of: Kept }) {
  const { tracks: said } = words.value.listen;
  return (
    <>
      <Notice kind="success">{said.kept(of.added, of.duplicates)}</Notice>
      {of.skipped.length > 0 && (
        <Notice>
          <strong>{said.skipped(of.skipped.length)}</strong>
          <ul class="skipped">{of.skipped.slice(0, 20).map(({ row, why }) => <li key={row}>{said.row(row)}: <span lang="en">{why}</span></li>)}</ul>
        </Notice>
      )}
    </>
  );
}
