// YourData: take everything along, take a consent back, or erase it all after typing a word.
import { useSignal } from "@preact/signals";
import { get, remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { startOver } from "../../session";
import { useTruth } from "../../truth";
import type { Consent } from "../../types";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";

export function YourData() {
  const { data } = words.value.history;
  const consent = useTruth(() => get<Consent>("/user/consents/face"));
  const asking = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const takeBack = async (): Promise<void> => {
    try {
      consent.data.value = await remove<Consent>("/user/consents/face");
    } catch (error) {
      problem.value = Refusal.of(error);
    }
  };
  return (
    <Card title={data.title} class="your-data">
      <p class="soft">{data.lead}</p>
      <div class="actions">
        <Button href="/user/export" download="museaika-export.zip" icon={<Icon name="download" />}>{data.export}</Button>
        <Button kind="danger" icon={<Icon name="trash" />} onClick={() => (asking.value = true)}>{data.erase}</Button>
      </div>
      <p class="hint">{data.exportHint}</p>
      {consent.data.value && (
        <p class="hint">
          {consent.data.value.given ? data.consent : data.noConsent}{" "}
          {consent.data.value.given && <button type="button" class="link" onClick={() => void takeBack()}>{data.takeBack}</button>}
        </p>
      )}
      <Problem of={problem.value} />
      <Erase open={asking.value} onClose={() => (asking.value = false)} />
    </Card>
  );
}

function Erase({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { data } = words.value.history;
  const typed = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<Refusal | null>(null);
  const meant = typed.value.trim().toLowerCase() === data.word;
  const erase = async (): Promise<void> => {
    if (!meant) return;
    busy.value = true;
    try {
      await remove("/user/me");
      startOver();
    } catch (error) {
      problem.value = Refusal.of(error);
      busy.value = false;
    }
  };
  const close = (): void => {
    typed.value = "";
    onClose();
  };
  const actions = (
    <>
      <Button onClick={close}>{words.value.shell.cancel}</Button>
      <Button kind="danger" class="primary" disabled={!meant} busy={busy.value} onClick={() => void erase()}>{data.erase}</Button>
    </>
  );
  return (
    <Dialog open={open} title={data.eraseTitle} onClose={close} actions={actions}>
      <p>{data.eraseLead}</p>
      <Field label={data.typed(data.word)} for="erase-word">
        <input id="erase-word" class="input" autocomplete="off" value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      </Field>
      <Problem of={problem.value} />
    </Dialog>
  );
}
