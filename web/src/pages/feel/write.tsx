// Write: a sentence, read by the server and not kept.
import { useSignal } from "@preact/signals";
import { newKey, post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { MoodAnswer } from "../../types";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Notice, Problem } from "../../ui/notice";
import { read } from "./keeping";
import { local } from "./local";

const LONGEST = 100_000;

export function Write() {
  const text = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const { write } = words.value.feel;
  if (local.value) return <Notice>{write.stays}</Notice>;
  const submit = async (): Promise<void> => {
    if (busy.value) return;
    const said = text.value.trim();
    problem.value = said === "" ? new Refusal("empty", write.nothing) : null;
    if (said === "") return;
    busy.value = true;
    try {
      read(await post<MoodAnswer>("/mood/text", { text: said }, { key: newKey() }));
    } catch (error) {
      problem.value = Refusal.of(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={write.label} hint={write.hint} for="sentence">
        <textarea
          id="sentence"
          class="input"
          rows={3}
          maxLength={LONGEST}
          placeholder={write.placeholder}
          aria-describedby="sentence-hint"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
      </Field>
      <Problem of={problem.value} />
      <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{write.read}</Button></div>
    </form>
  );
}
