// Photo: dropped, chosen or taken; read by the server after a yes, or here; shown with the face that decided.
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { newKey, post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Box, MoodAnswer } from "../../types";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { Progress } from "../../ui/progress";
import { Consented, permitted } from "./consent";
import { read } from "./keeping";
import { keepSeen, local, lookHere, stage } from "./local";
import { asJpeg, opened } from "./picture";

interface Shown {
  url: string;
  boxes: Box[];
}

export function Photo() {
  const { busy, problem, shown, take } = useTaking();
  const { photo } = words.value.feel;
  const choose = (file: File | undefined): void => void take(file);
  return (
    <div class="stack">
      <Drop filled={shown.value !== null} onFile={choose}>
        {shown.value === null ? <><Icon name="photo" /><p>{photo.drop}</p></> : <Picture of={shown.value} busy={busy.value} />}
        <div class="actions">
          <Choose label={shown.value === null ? photo.choose : photo.again} busy={busy.value} onFile={choose} id="photo-file" />
          <Choose label={photo.take} busy={busy.value} onFile={choose} id="photo-camera" camera />
        </div>
      </Drop>
      {busy.value && local.value && stage.value === "loading" && <Fetching />}
      <Problem of={problem.value} />
      <p class="hint">{local.value ? photo.hintLocal : photo.hint}</p>
      {!local.value && <Consented />}
    </div>
  );
}

interface Taking {
  busy: Signal<boolean>;
  problem: Signal<Refusal | null>;
  shown: Signal<Shown | null>;
  take: (file: File | undefined) => Promise<void>;
}

/** One photo at a time: opened here, allowed, shown, read. */
function useTaking(): Taking {
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const shown = useSignal<Shown | null>(null);
  const show = (next: Shown | null): void => {
    if (shown.value !== null && shown.value.url !== next?.url) URL.revokeObjectURL(shown.value.url);
    shown.value = next;
  };
  useEffect(() => () => show(null), []);
  const look = async (file: File): Promise<void> => {
    const canvas = await opened(file);
    if (!local.value && !(await permitted())) return;
    const jpeg = await asJpeg(canvas);
    const url = URL.createObjectURL(jpeg);
    show({ url, boxes: [] });
    const answer = local.value ? await keepSeen(await lookHere(canvas)) : await sent(jpeg);
    show({ url, boxes: answer.readings.flatMap((reading) => reading.boxes) });
    read(answer);
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined || busy.value) return;
    busy.value = true;
    problem.value = null;
    await look(file).catch((error: unknown) => (problem.value = Refusal.of(error)));
    busy.value = false;
  };
  return { busy, problem, shown, take };
}

function Drop({ filled, onFile, children }: { filled: boolean; onFile: (file: File | undefined) => void; children: ComponentChildren }) {
  const over = useSignal(false);
  const hover = (is: boolean) => (event: DragEvent): void => {
    event.preventDefault();
    over.value = is;
  };
  const drop = (event: DragEvent): void => {
    hover(false)(event);
    onFile(event.dataTransfer?.files[0]);
  };
  return (
    <div class={`drop ${over.value ? "over" : ""} ${filled ? "filled" : ""}`} onDragOver={hover(true)} onDragLeave={hover(false)} onDrop={drop}>
      {children}
    </div>
  );
}

function Fetching() {
  const { loading } = words.value.feel.local;
  return (
    <div class="stack" role="status">
      <p class="small">{loading}</p>
      <Progress label={loading} />
    </div>
  );
}

async function sent(jpeg: Blob): Promise<MoodAnswer> {
  const form = new FormData();
  form.append("image", jpeg, "photo.jpg");
  return post<MoodAnswer>("/mood/image", form, { key: newKey() });
}

function Picture({ of, busy }: { of: Shown; busy: boolean }) {
  const [first] = of.boxes;
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  return (
    <figure class={`shown ${busy ? "busy" : ""}`}>
      <img src={of.url} alt={words.value.feel.photo.shown} />
      {first && (
        <span
          class="face-box"
          aria-hidden="true"
          style={{ left: percent(first.left), top: percent(first.top), width: percent(first.width), height: percent(first.height) }}
        />
      )}
    </figure>
  );
}

interface ChooseProps {
  label: string;
  busy: boolean;
  id: string;
  /** A phone opens its camera instead of its album; elsewhere it is not offered. */
  camera?: boolean;
  onFile: (file: File | undefined) => void;
}

function Choose({ label, busy, id, camera = false, onFile }: ChooseProps) {
  return (
    <label class={`button small choose ${camera ? "only-touch" : ""}`} aria-busy={busy || undefined}>
      <Icon name={camera ? "camera" : "photo"} />
      <span>{label}</span>
      <input
        id={id}
        class="hidden"
        type="file"
        accept="image/*"
        {...(camera ? { capture: "user" as const } : {})}
        disabled={busy}
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
