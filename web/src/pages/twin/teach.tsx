// Teach: pieces by one producer, whose they are, and that they may be learned from.
import { useSignal } from "@preact/signals";
import { post } from "../../api";
import { duration, words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Twin, Upload } from "../../types";
import { useAct } from "../../ui/act";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { DropFiles } from "../../ui/drop-files";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";
import { uploaded } from "../make/likes";

const ACCEPTED = ".mp3,.m4a,.wav,.flac,.ogg,.mid,.midi,audio/*";

export function Teach({ onTaught }: { onTaught: () => void }) {
  const said = words.value.twin;
  const pieces = useSignal<Upload[]>([]);
  const producer = useSignal("");
  const rights = useSignal(false);
  const sending = useSignal<string | null>(null);
  const { busy, problem, act } = useAct();
  const take = (files: File[]): Promise<boolean> => act(async () => {
    try {
      for (const file of files) {
        sending.value = file.name;
        pieces.value = [...pieces.value, await uploaded(file)];
      }
    } finally {
      sending.value = null;
    }
  });
  const submit = (event: Event): Promise<boolean> => act(async () => {
    event.preventDefault();
    if (pieces.value.length === 0) throw new Refusal("page", said.needsFiles);
    if (!rights.value) throw new Refusal("page", said.needsRights);
    const uploads = pieces.value.map((one) => one.id);
    await post<Twin>("/twins", { producer: producer.value, uploads, rights_confirmed: true });
    pieces.value = [];
    onTaught();
  });
  const without = (id: string): void => void (pieces.value = pieces.value.filter((one) => one.id !== id));
  return (
    <Card title={said.teach}>
      <form class="twin-form" onSubmit={(event) => void submit(event)}>
        <DropFiles id="twin-files" icon="file" say={sending.value === null ? said.drop : said.sending(sending.value)} choose={said.choose} accept={ACCEPTED} several busy={sending.value !== null} onFiles={(files) => void take(files)}>
          <ul class="twin-pieces">
            {pieces.value.map((one) => (
              <li key={one.id}>
                <span>{one.name} · {duration(one.seconds)}</span>
                <Button size="small" onClick={() => without(one.id)}><span aria-hidden="true">×</span><span class="hidden">{said.remove(one.name)}</span></Button>
              </li>
            ))}
          </ul>
        </DropFiles>
        <Field label={said.producer} for="twin-producer" hint={said.producerHint}>
          <input id="twin-producer" class="input" required maxLength={64} pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*" value={producer.value} aria-describedby="twin-producer-hint" onInput={(event) => (producer.value = event.currentTarget.value)} />
        </Field>
        <label class="check"><input id="twin-rights" type="checkbox" checked={rights.value} onChange={(event) => (rights.value = event.currentTarget.checked)} /> {said.rights}</label>
        <Problem of={problem.value} onClose={() => (problem.value = null)} />
        <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{said.submit}</Button></div>
      </form>
    </Card>
  );
}
