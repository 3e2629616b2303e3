// Dialog: a question in front of the page; the browser keeps the focus inside and gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../i18n";
import { Button } from "./button";
import { Icon } from "./icon";

interface Props {
  open: boolean;
  title: string;
  onClose: () => void;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Dialog({ open, title, onClose, actions, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const ours = useRef(false);
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal();
    if (!open && box.current?.open) {
      ours.current = true;
      box.current.close();
    }
  }, [open]);
  // The event comes a moment after our own closing, when the next question may be open already.
  const closed = (): void => {
    if (!ours.current) onClose();
    ours.current = false;
  };
  return (
    <dialog ref={box} class="dialog" aria-labelledby={heading} onClose={closed}>
      <header class="card-head">
        <h2 id={heading}>{title}</h2>
        <Button kind="plain" size="small" aria-label={words.value.shell.close} icon={<Icon name="close" />} onClick={onClose} />
      </header>
      {open && children}
      {actions && <footer class="actions end">{actions}</footer>}
    </dialog>
  );
}
