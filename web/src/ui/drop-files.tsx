// DropFiles: a place to drop files on, with a button that opens the browser's own choice.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";
import "./drop-files.css";

interface Props {
  id: string;
  icon: IconName;
  say: string;
  choose: string;
  accept: string;
  several?: boolean;
  busy?: boolean;
  onFiles: (files: File[]) => void;
  children?: ComponentChildren;
}

export function DropFiles({ id, icon, say, choose, accept, several = false, busy = false, onFiles, children }: Props) {
  const over = useSignal(false);
  const take = (files: FileList | null | undefined): void => {
    const found = [...(files ?? [])];
    if (found.length > 0 && !busy) onFiles(several ? found : found.slice(0, 1));
  };
  return (
    <div
      class={`drop-files ${over.value ? "over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <p><Icon name={icon} />{say}</p>
      <label class="button small" aria-busy={busy || undefined}>
        {busy && <span class="spinner" aria-hidden="true" />}
        <span>{choose}</span>
        <input
          id={id}
          class="hidden"
          type="file"
          accept={accept}
          multiple={several}
          disabled={busy}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
      </label>
      {children}
    </div>
  );
}
