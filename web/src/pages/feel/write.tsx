// Write: a sentence, read by the server and not kept.
import { type Signal, useSignal } from "@preact/signals";
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
  const { busy, problem, submit } = useReading(() => text.value.trim());
  const { write } = words.value.feel;
  if (local.value) return <Notice>{write.stays}</Notice>;
  const sent = (event: Event): void => {
    event.preventDefault();
    void submit();
  };
  return (
    <form class="stack" onSubmit={sent}>
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
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && sent(event)}
        />
      </Field>
      <Problem of={problem.value} />
      <div class="actions"><Button kind="primary" type="submit" busy={busy.value} icon={<Icon name="spark" />}>{write.read}</Button></div>
    </form>
  );
}

interface Reading {
  busy: Signal<boolean>;
  problem: Signal<Refusal | null>;
  submit: () => Promise<void>;
}

function useReading(said: () => string): Reading {
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const submit = async (): Promise<void> => {
    const text = said();
    problem.value = text === "" ? new Refusal("empty", words.value.feel.write.nothing) : null;
    if (text === "" || busy.value) return;
    busy.value = true;
    const answer = post<MoodAnswer>("/mood/text", { text }, { key: newKey() });
    await answer.then(read, (error: unknown) => (problem.value = Refusal.of(error)));
    busy.value = false;
  };
  return { busy, problem, submit };
}
