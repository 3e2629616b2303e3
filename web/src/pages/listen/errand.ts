// Errand: background work for the visitor, such as a playlist on its way: found again after a reload, told by events.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, remove } from "../../api";
import { words } from "../../i18n";
import { on, onRefresh } from "../../socket";
import type { Errand, ErrandKind, Page } from "../../types";

const LOOK_AGAIN = 5000;
export const goesOn = (errand: Errand | null): boolean => errand?.state === "queued" || errand?.state === "running";

/** The newest errand of this kind about this subject, unless it ended well before; `done` is called when it ends. */
export function useErrand(kind: ErrandKind, subject: string, done: () => void): Signal<Errand | null> {
  const errand = useSignal<Errand | null>(null);
  useEffect(() => {
    const look = async (id: string | undefined): Promise<void> => {
      if (id === undefined) return;
      const found = await get<Errand>(`/errands/${id}`).catch(() => null);
      if (found === null || errand.value?.id !== id) return;
      const before = errand.value;
      errand.value = found;
      if (goesOn(before) && !goesOn(found)) done();
    };
    const find = async (): Promise<void> => {
      const page = await get<Page<Errand>>("/errands", { limit: 50 }).catch(() => null);
      const newest = page?.items.find((one) => one.kind === kind && one.subject === subject) ?? null;
      if (newest === null || newest.id === errand.value?.id) return look(errand.value?.id);
      if (goesOn(newest) || newest.state === "failed") errand.value = newest;
    };
    const ends = (["errand:finished", "errand:failed", "errand:cancelled"] as const).map((event) => on(event, ({ id }: { id: string }) => void (id === errand.value?.id ? look(id) : undefined)));
    const stops = [
      ...ends,
      onRefresh(() => void find()),
      on("errand:queued", (news) => news.kind === kind && news.subject === subject && void find()),
      on("errand:progress", ({ id, fraction, note }) => {
        if (id === errand.value?.id && goesOn(errand.value)) errand.value = { ...errand.value, state: "running", progress: { fraction, note } };
      }),
    ];
    const timer = setInterval(() => goesOn(errand.value) && void look(errand.value?.id), LOOK_AGAIN);
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  }, [kind, subject]);
  return errand;
}

export const callOff = (errand: Errand): Promise<Errand> => remove<Errand>(`/errands/${errand.id}`);

export function noteSaid(note: string): string {
  const { notes } = words.value.listen;
  return notes[note as keyof typeof notes] ?? note;
}
