// Share: a link by which others see a playlist, shown once, ended at will.
import { useSignal } from "@preact/signals";
import { post, remove } from "../../api";
import { words } from "../../i18n";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { read } from "./list-state";
import type { Playlist } from "./types";

export function Share({ of }: { of: Playlist }) {
  const { list: said } = words.value.listen;
  const { shell } = words.value;
  const link = useSignal<string | null>(null);
  const copied = useSignal(false);
  const { problem, act } = useAct();
  const make = (): Promise<boolean> => act(async () => {
    const { token } = await post<{ token: string }>(`/playlists/${of.id}/share`);
    link.value = `${location.origin}/listen/shared/${encodeURIComponent(token)}`;
    copied.value = false;
    await read(of.id);
  });
  const end = (): Promise<boolean> => act(async () => {
    await remove(`/playlists/${of.id}/share`);
    link.value = null;
    await read(of.id);
  });
  const copy = (): void => {
    const field = document.getElementById("share-link") as HTMLInputElement | null;
    field?.select();
    navigator.clipboard?.writeText(link.value ?? "").then(() => (copied.value = true), () => undefined);
  };
  return (
    <Card title={said.shareTitle} class="share">
      <p class="soft small">{said.shareLead}</p>
      {link.value !== null && (
        <div class="share-link">
          <label class="hidden" for="share-link">{said.shareLink}</label>
          <input id="share-link" class="input" readOnly value={link.value} onFocus={(event) => event.currentTarget.select()} />
          <Button size="small" onClick={copy}>{copied.value ? shell.copied : shell.copy}</Button>
        </div>
      )}
      {of.shared && link.value === null && <p class="small">{said.shareOut}</p>}
      <div class="actions">
        <Button size="small" icon={<Icon name="share" />} onClick={() => void make()}>{of.shared ? said.shareAgain : said.shareMake}</Button>
        {of.shared && <Button size="small" kind="danger" onClick={() => void end()}>{said.shareEnd}</Button>}
      </div>
      <Problem of={problem.value} />
    </Card>
  );
}
