// Consent: the server's own words about reading a face, a yes before the first picture, and taking it back.
import { signal, useSignal } from "@preact/signals";
import { get, put, remove } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import type { Consent } from "../../types";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { Problem } from "../../ui/notice";

export const consent = signal<Consent | null>(null);

export const readConsent = async (): Promise<Consent> => (consent.value = await get<Consent>("/user/consents/face"));

/** Asks once; resolves to whether there is a yes. */
interface Question {
  words: Consent;
  settle: (agreed: boolean) => void;
}
const question = signal<Question | null>(null);

export async function permitted(): Promise<boolean> {
  const now = await readConsent();
  if (now.given) return true;
  return new Promise((settle) => (question.value = { words: now, settle }));
}

export function ConsentDialog() {
  const problem = useSignal<Refusal | null>(null);
  const busy = useSignal(false);
  const { consent: said } = words.value.feel;
  const asked = question.value;
  const settle = (agreed: boolean): void => {
    question.value?.settle(agreed);
    question.value = null;
    problem.value = null;
  };
  const agree = async (): Promise<void> => {
    busy.value = true;
    try {
      consent.value = await put<Consent>("/user/consents/face", { given: true, wording: asked?.words.wording });
      settle(true);
    } catch (error) {
      problem.value = Refusal.of(error);
    } finally {
      busy.value = false;
    }
  };
  const actions = (
    <>
      <Button onClick={() => settle(false)}>{said.decline}</Button>
      <Button kind="primary" busy={busy.value} onClick={() => void agree()}>{said.agree}</Button>
    </>
  );
  return (
    <Dialog open={asked !== null} title={said.title} onClose={() => settle(false)} actions={actions}>
      <p class="soft">{said.lead}</p>
      <p class="consent-words" lang="en">{asked?.words.text}</p>
      <p class="hint">{said.local}</p>
      <Problem of={problem.value} />
    </Dialog>
  );
}

/** One line below the camera and the photo: that there is a yes, and how to take it back. */
export function Consented() {
  const { consent: said } = words.value.feel;
  if (!consent.value?.given) return null;
  const takeBack = async (): Promise<void> => {
    consent.value = await remove<Consent>("/user/consents/face");
  };
  return (
    <p class="consented hint">
      <Icon name="check" />
      <span>{said.given}</span>
      <button type="button" class="link" onClick={() => void takeBack()}>{said.takeBack}</button>
    </p>
  );
}
