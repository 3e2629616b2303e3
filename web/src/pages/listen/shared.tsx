// Shared: a playlist that somebody gave the link of; to be looked at, not changed.
import { duration, words } from "../../i18n";
import { get } from "../../api";
import { addressOf } from "../../router";
import { useTruth } from "../../truth";
import { Button } from "../../ui/button";
import { Notice, Problem } from "../../ui/notice";
import { Waiting } from "../../ui/waiting";
import { AtSpotify } from "./at-spotify";
import { Cover, versionOf } from "./cover";
import type { SharedPlaylist } from "./types";

export function Shared({ token }: { token: string }) {
  const { shared: said, list, lists } = words.value.listen;
  const truth = useTruth(() => get<SharedPlaylist>(`/playlists/shared/${encodeURIComponent(token)}`), [token]);
  const shown = truth.data.value;
  if (truth.problem.value?.status === 404) return <Notice kind="error"><strong>{said.gone}</strong> {said.goneNext}</Notice>;
  if (shown === null) return truth.problem.value ? <Problem of={truth.problem.value} onRetry={() => void truth.reload()} /> : <Waiting lines={5} />;
  return (
    <div class="list-page">
      <header class="list-head">
        <Cover address={`/playlists/shared/${encodeURIComponent(token)}/cover.png`} version={versionOf(shown)} alt={lists.cover(shown.name)} />
        <div>
          <p class="small soft">{said.title}</p>
          <h1 class="list-name">{shown.name}</h1>
          {shown.description && <p class="soft">{shown.description}</p>}
          <p class="small soft">{lists.count(shown.items.length)}</p>
        </div>
      </header>
      <ol class="item-rows">
        {shown.items.map((item, index) => (
          <li key={index} class="item-row">
            <span class="item-number" aria-hidden="true">{index + 1}</span>
            <div class="item-what">
              <p><strong>{item.name}</strong> <span class="soft">{item.artist}</span></p>
              <p class="small soft"><span class={`badge ${item.kind === "work" ? "good" : ""}`}>{item.kind === "work" ? words.value.make.engines.composer : list.kinds[item.kind]}</span>{item.seconds !== null && ` ${duration(item.seconds)}`}</p>
            </div>
            {item.spotify_id !== null && <AtSpotify id={item.spotify_id} name={item.name} />}
          </li>
        ))}
      </ol>
      <div class="actions"><Button kind="primary" href={addressOf("make")}>{said.own}</Button></div>
    </div>
  );
}
