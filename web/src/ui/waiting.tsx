// Waiting: what stands there until the server has answered; Empty: what stands there when there is nothing yet.
import type { ComponentChildren } from "preact";
import { words } from "../i18n";
import { Icon, type IconName } from "./icon";

export function Waiting({ lines = 3 }: { lines?: number }) {
  return (
    <div class="waiting" role="status" aria-label={words.value.shell.loading}>
      {Array.from({ length: lines }, (_, line) => <span key={line} class="bone" />)}
    </div>
  );
}

export function Empty({ icon, children, actions }: { icon: IconName; children: ComponentChildren; actions?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p>{children}</p>
      {actions}
    </div>
  );
}
