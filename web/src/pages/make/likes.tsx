// Likes: in whose style: nobody's, my tracks', a playlist's, or that of MIDI files dropped here.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { everything, newKey, post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { addressOf } from "../../router";
import { useTruth } from "../../truth";
import type { Upload } from "../../types";
import { Button } from "../../ui/button";
import { DropFiles } from "../../ui/drop-files";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { type Like, likeFiles, want, wish } from "./order-state";

const LIKES: Like[] = ["nobody", "my_tracks", "playlist", "files"];
export const MIDI = ".mid,.midi,.kar,audio/midi,audio/x-midi";

export function Likes() {
  const said = words.value.make.order;
  const { like } = wish.value;
  return (
    <>
      <Field label={said.like} for="make-like" hint={like === "my_tracks" ? said.tracksHint : undefined}>
        <select id="make-like" class="input" value={like} onChange={(event) => want({ like: event.currentTarget.value as Like })}>
          {LIKES.map((one) => <option key={one} value={one}>{said.likes[one]}</option>)}
        </select>
      </Field>
      {like === "playlist" && <WhichPlaylist />}
      {like === "files" && <Files />}
      {like !== "nobody" && <Closeness />}
    </>
  );
}

function WhichPlaylist() {
  const said = words.value.make.order;
  const lists = useTruth(() => everything<{ id: string; name: string; count: number }>("/playlists"));
  const found = lists.data.value;
  useEffect(() => {
    if (found?.[0] && !found.some(({ id }) => id === wish.value.playlist)) want({ playlist: found[0].id });
  }, [found]);
  if (found !== null && found.length === 0) return <p class="hint">{said.noPlaylists} <a href={addressOf("listen", "playlists")}>{said.makePlaylist}</a></p>;
  return (
    <Field label={said.playlist} for="make-playlist">
      <select id="make-playlist" class="input" value={wish.value.playlist} onChange={(event) => want({ playlist: event.currentTarget.value })}>
        {(found ?? []).map(({ id, name, count }) => <option key={id} value={id}>{name} ({count})</option>)}
      </select>
      <Problem of={lists.problem.value} onRetry={() => void lists.reload()} />
    </Field>
  );
}

function Files() {
  const said = words.value.make.files;
  const sending = useSignal<string | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const take = async (files: File[]): Promise<void> => {
    problem.value = null;
    try {
      for (const file of files) {
        sending.value = file.name;
        likeFiles.value = [...likeFiles.value, await uploaded(file)];
      }
    } catch (error) {
      problem.value = Refusal.of(error);
    } finally {
      sending.value = null;
    }
  };
  return (
    <>
      <DropFiles id="make-files" icon="file" say={sending.value === null ? said.drop : said.sending(sending.value)} choose={said.choose} accept={`${MIDI},audio/*`} several busy={sending.value !== null} onFiles={(files) => void take(files)} />
      <ul class="like-files">
        {likeFiles.value.map((one) => (
          <li key={one.id} class={one.kind === "audio" ? "useless" : ""}>
            <span>{one.name}{one.kind === "audio" && <small class="hint">{said.sound}</small>}</span>
            <Button kind="plain" size="small" aria-label={said.remove(one.name)} icon={<Icon name="close" />} onClick={() => (likeFiles.value = likeFiles.value.filter(({ id }) => id !== one.id))} />
          </li>
        ))}
      </ul>
      <Problem of={problem.value} onClose={() => (problem.value = null)} />
    </>
  );
}

/** Throws Refusal. */
export async function uploaded(file: File): Promise<Upload> {
  const form = new FormData();
  form.append("file", file, file.name);
  return post<Upload>("/uploads", form, { key: newKey() });
}

function Closeness() {
  const said = words.value.make.order;
  const { closeness } = wish.value;
  return (
    <div class="field">
      <label for="make-closeness">{said.closeness}</label>
      <div class="between">
        <span class="small soft" aria-hidden="true">{said.freely}</span>
        <input id="make-closeness" type="range" min={0} max={100} step={5} value={closeness} aria-valuetext={said.closenessSaid(closeness)} onInput={(event) => want({ closeness: Number(event.currentTarget.value) })} />
        <span class="small soft" aria-hidden="true">{said.closely}</span>
      </div>
    </div>
  );
}
