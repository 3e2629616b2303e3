// Items: what is in a playlist, in its order: dragged by hand, moved by keys, each move said aloud.
import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { duration, words } from "../../i18n";
import { addressOf } from "../../router";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { PlayButton } from "../../ui/play-button";
import type { Piece } from "../../ui/playing";
import { Empty } from "../../ui/waiting";
import { soundAt, titleSaid } from "../make/songs";
import { change, inTurn, list, moved } from "./list-state";
import type { PlaylistItem } from "./types";

/** What of it sounds here. */
export const piecesOf = (items: readonly PlaylistItem[]): Piece[] => items.flatMap((item) => pieceOf(item) ?? []);

function pieceOf(item: PlaylistItem): Piece | null {
  if (item.work === null || item.part === null) return null;
  const song = /^songs\/(\d+)\//.exec(item.part)?.[1] ?? "1";
  const number = Number(song);
  return {
    key: `${item.work}/${number}`,
    title: titleSaid(item.name),
    about: item.artist,
    href: number === 1 ? addressOf("make", item.work) : addressOf("make", item.work, String(number)),
    sound: soundAt(item.work, item.part),
  };
}

/** Moving and taking out, each with what is said of it when it is done. */
function useMoves(items: PlaylistItem[], news: Signal<string>) {
  const { list: said } = words.value.listen;
  const go = async (from: number, to: number): Promise<void> => {
    if (to < 0 || to >= items.length || to === from) return;
    const name = items[from]?.name ?? "";
    const done = await inTurn(() => {
      const now = list.value?.items ?? [];
      const at = now.findIndex(({ id }) => id === items[from]?.id);
      const ordered = moved(now, at, to);
      return change("/order", { method: "PUT", body: { order: ordered.map(({ id }) => id) } }, (before) => ({ ...before, items: ordered }));
    });
    if (done) news.value = said.moved(name, to + 1, items.length);
  };
  const takeOut = async (item: PlaylistItem): Promise<void> => {
    const done = await inTurn(() => change(`/items/${item.id}`, { method: "DELETE" }, (before) => ({ ...before, count: before.count - 1, items: before.items.filter(({ id }) => id !== item.id) })));
    if (done) news.value = said.takenOut(item.name);
  };
  return { go, takeOut };
}

export function Items({ items }: { items: PlaylistItem[] }) {
  const { list: said } = words.value.listen;
  const news = useSignal("");
  const dragged = useSignal<{ from: number; to: number } | null>(null);
  const rows = useRef<HTMLOListElement>(null);
  const { go, takeOut } = useMoves(items, news);
  const shown = dragged.value === null ? items : moved(items, dragged.value.from, dragged.value.to);
  const over = (event: PointerEvent): void => {
    const at = dragged.value;
    if (at === null || rows.current === null) return;
    const places = [...rows.current.children].map((row) => row.getBoundingClientRect());
    const to = places.findIndex(({ bottom }) => event.clientY < bottom);
    dragged.value = { from: at.from, to: to < 0 ? places.length - 1 : to };
  };
  const drop = (): void => {
    const at = dragged.value;
    if (at === null) return;
    const done = go(at.from, at.to);
    dragged.value = null;
    void done;
  };
  const pieces = piecesOf(items);
  return (
    <section aria-label={said.items}>
      <p class="hidden" role="status">{news.value}</p>
      {items.length === 0 && <Empty icon="listen">{said.empty}</Empty>}
      <ol class="item-rows" ref={rows} data-dragging={dragged.value !== null}>
        {shown.map((item, index) => (
          <Row
            key={item.id}
            item={item}
            index={index}
            last={index === shown.length - 1}
            pieces={pieces}
            lifted={dragged.value !== null && dragged.value.to === index}
            onLift={(event) => {
              event.preventDefault();
              event.currentTarget.setPointerCapture(event.pointerId);
              dragged.value = { from: index, to: index };
            }}
            onOver={over}
            onDrop={drop}
            onCancel={() => (dragged.value = null)}
            onMove={(to) => void go(index, to)}
            onTakeOut={() => void takeOut(item)}
          />
        ))}
      </ol>
    </section>
  );
}

interface RowProps {
  item: PlaylistItem;
  index: number;
  last: boolean;
  pieces: Piece[];
  lifted: boolean;
  onLift: (event: PointerEvent & { currentTarget: HTMLButtonElement }) => void;
  onOver: (event: PointerEvent) => void;
  onDrop: () => void;
  onCancel: () => void;
  onMove: (to: number) => void;
  onTakeOut: () => void;
}

function Row({ item, index, last, pieces, lifted, onLift, onOver, onDrop, onCancel, onMove, onTakeOut }: RowProps) {
  const { list: said } = words.value.listen;
  const piece = pieceOf(item);
  const key = (event: KeyboardEvent): void => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    <li class={`item-row ${lifted ? "lifted" : ""}`} data-item={item.id} data-kind={item.kind}>
      <button type="button" class="grip" aria-label={said.drag(item.name)} onKeyDown={key} onPointerDown={onLift} onPointerMove={onOver} onPointerUp={onDrop} onPointerCancel={onCancel}><Icon name="grip" /></button>
      {piece ? <PlayButton piece={piece} list={pieces} soft /> : <span class="item-number" aria-hidden="true">{index + 1}</span>}
      <div class="item-what">
        <p>{piece ? <a href={piece.href}>{piece.title}</a> : <strong>{item.name}</strong>} <span class="soft">{item.artist}</span></p>
        <p class="small soft">
          <span class={`badge ${item.kind === "work" ? "good" : ""}`}>{said.kinds[item.kind]}</span>
          {item.seconds !== null && ` ${duration(item.seconds)}`} <span class="item-why" lang="en">{item.why}</span>
        </p>
      </div>
      <div class="item-keys">
        <Button kind="plain" size="small" aria-label={said.up(item.name)} disabled={index === 0} icon={<Icon name="up" />} onClick={() => onMove(index - 1)} />
        <Button kind="plain" size="small" aria-label={said.down(item.name)} disabled={last} icon={<Icon name="down" />} onClick={() => onMove(index + 1)} />
        <Button kind="plain" size="small" aria-label={said.takeOut(item.name)} icon={<Icon name="close" />} onClick={onTakeOut} />
      </div>
    </li>
  );
}
