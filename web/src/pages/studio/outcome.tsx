// Outcome: how an order stands, always as the server says it, and what came of it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { get, remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { on } from "../../socket";
import { useTruth } from "../../truth";
import type { Job } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";

const HINTS = ["generation:queued", "generation:preview", "generation:finished", "generation:failed", "generation:cancelled"] as const;

interface Props {
  first: Job;
  /** What stands where the sound would: gets the job and what is being done, by its last note. */
  inside?: (job: Job, note: string) => ComponentChildren;
}

export function Outcome({ first, inside }: Props) {
  const truth = useTruth(() => get<Job>(`/generations/${first.id}`), [first.id]);
  const fraction = useSignal<number | null>(null);
  const note = useSignal<string | null>(null);
  const problem = useSignal<Refusal | null>(null);
  const job = truth.data.value ?? first;
  useEffect(() => {
    const ours = (id: string, act: () => void): void => void (id === first.id && act());
    const ends = [
      ...HINTS.map((event) => on(event, ({ id }) => ours(id, () => void truth.reload()))),
      on("generation:progress", (news) => ours(news.id, () => {
        fraction.value = news.fraction;
        note.value = news.note;
        if (truth.data.value?.state !== "running") void truth.reload();
      })),
    ];
    return () => ends.forEach((end) => end());
  }, [first.id]);
  const cancel = async (): Promise<void> => {
    try {
      await remove(`/generations/${job.id}`);
      await truth.reload();
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  const { result } = words.value.studio;
  const going = job.state === "queued" || job.state === "running";
  const failed = job.error === null ? null : Refusal.told(job.error);
  return (
    <Card title={result.title} class="outcome">
      <p role="status">{standing(job, fraction.value)}</p>
      {going && <Progress value={job.state === "running" ? (fraction.value ?? job.progress.fraction) : undefined} label={result.title} />}
      {going && <div class="actions"><Button size="small" onClick={() => void cancel()}>{result.cancel}</Button></div>}
      <Problem of={problem.value ?? failed} />
      {job.preview && <p class="hint">{result.early}</p>}
      {inside === undefined ? <Sound of={job} /> : inside(job, note.value ?? job.progress.note)}
      {job.state === "finished" && <Files of={job} />}
    </Card>
  );
}

function standing(job: Job, fraction: number | null): string {
  const { result } = words.value.studio;
  if (job.state === "queued") return result.waiting(job.queue_position ?? 0);
  if (job.state !== "running") return result[job.state];
  const left = job.eta_seconds === null ? null : result.left(Math.ceil(job.eta_seconds));
  return [result.running(Math.round((fraction ?? job.progress.fraction) * 100)), job.progress.note, left].filter(Boolean).join(" · ");
}

function Sound({ of }: { of: Job }) {
  const source = of.preview ? of.files[of.preview.name] : (of.files["mix.flac"] ?? of.files["mix.wav"]);
  return source === undefined ? null : <audio controls preload="metadata" src={source} aria-label={of.engine} />;
}

function Files({ of }: { of: Job }) {
  const { result } = words.value.studio;
  return (
    <div class="actions" aria-label={result.files} role="group">
      {Object.entries(of.files).map(([name, href]) => <Button key={name} size="small" href={href} download>{name}</Button>)}
      <Button size="small" icon={<Icon name="download" />} href={`/generations/${of.id}/bundle.zip`} download>{result.everything}</Button>
    </div>
  );
}
