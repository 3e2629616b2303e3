// Kept: what becomes of a stream: written down as a work of the visitor's own, now or up to a day later.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../../api";
import { clock, words } from "../../i18n";
import type { View } from "../../live";
import { Refusal } from "../../refusal";
import { addressOf } from "../../router";
import { on } from "../../socket";
import { useTruth } from "../../truth";
import type { Job } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";
import { ending, keep, phase } from "./playing";

const LISTED = 3;

/** The order that writes it down, as it goes on. */
export function Kept({ work }: { work: string }) {
  const { kept } = words.value.hear;
  const { data, problem, reload } = useTruth(() => get<Job>(`/generations/${work}`), [work]);
  const share = useSignal(0);
  useEffect(() => {
    const again = ({ id }: { id: string }): void => void (id === work && reload());
    const stops = [
      on("generation:finished", again),
      on("generation:failed", again),
      on("generation:progress", ({ id, fraction }) => id === work && (share.value = fraction)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [work]);
  const state = data.value?.state;
  const link = <Button kind="primary" href={addressOf("make", work)} icon={<Icon name="arrow" />}>{kept.open}</Button>;
  return (
    <div id="kept" data-work={work} data-state={state}>
      {state === "finished" && <Notice kind="success" actions={link}>{kept.ready}</Notice>}
      {(state === "failed" || state === "expired") && (data.value?.error ? <Problem of={Refusal.told(data.value.error)} /> : <Notice kind="error">{kept.failed}</Notice>)}
      {state !== "finished" && state !== "failed" && state !== "expired" && (
        <Notice>
          {kept.working}
          <Progress label={kept.working} value={share.value || undefined} />
        </Notice>
      )}
      <Problem of={problem.value} />
    </div>
  );
}

/** Streams of the last day that were not kept. */
export function Before() {
  const { kept, style } = words.value.hear;
  const { data, reload } = useTruth(() => get<{ items: Ended[] }>("/live"), [phase.value === "ended", ending.value?.id]);
  const problem = useSignal<Refusal | null>(null);
  const works = useSignal<Record<string, string>>({});
  const ended = (data.value?.items ?? []).filter((one) => one.state === "ended" && one.played > 1 && (one.work === null || works.value[one.id]));
  if (ended.length === 0 || phase.value !== "idle" && phase.value !== "ended") return null;
  const take = async (id: string): Promise<void> => {
    try {
      const work = await keep(id);
      if (work !== null) works.value = { ...works.value, [id]: work };
    } catch (error) {
      problem.value = Refusal.of(error);
      void reload();
    }
  };
  return (
    <Card title={kept.before} class="before">
      <p class="hint">{kept.beforeHint}</p>
      <ul>
        {ended.slice(0, LISTED).map((one) => (
          <li key={one.id}>
            <span>{kept.one(style[one.order.style], one.played, clock.value.format(new Date(one.created_at)))}</span>
            {works.value[one.id] ? <Kept work={works.value[one.id] ?? ""} /> : <Button size="small" onClick={() => void take(one.id)}>{kept.keepIt}</Button>}
          </li>
        ))}
      </ul>
      <Problem of={problem.value} />
    </Card>
  );
}

type Ended = View & { created_at: string };
