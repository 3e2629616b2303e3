// Notice: a sentence that matters now; Problem: a refusal with its next step, in the visitor's language where we know it.
import type { ComponentChildren } from "preact";
import { words } from "../i18n";
import { sentences } from "../i18n/sentences";
import type { Refusal } from "../refusal";
import { Button } from "./button";
import { Icon } from "./icon";

interface Props {
  kind?: "error" | "info" | "success";
  onClose?: (() => void) | undefined;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Notice({ kind = "info", onClose, actions, children }: Props) {
  return (
    <div class={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
      <Icon name={kind === "success" ? "check" : kind} />
      <div class="notice-text">{children}</div>
      {actions}
      {onClose && <Button kind="plain" size="small" aria-label={words.value.shell.close} icon={<Icon name="close" />} onClick={onClose} />}
    </div>
  );
}

export function Problem({ of, onRetry, onClose }: { of: Refusal | null; onRetry?: (() => void) | undefined; onClose?: (() => void) | undefined }) {
  if (of === null) return null;
  const said = sentences(of);
  const again = onRetry && <Button size="small" onClick={onRetry}>{words.value.shell.tryAgain}</Button>;
  return (
    <Notice kind="error" onClose={onClose} actions={again}>
      <strong>{said.detail}</strong> {said.next}
    </Notice>
  );
}
