// Field: a label over something to fill in, with a hint below it.
import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  hint?: string | undefined;
  /** The id of what is filled in, so that the label belongs to it. */
  for: string;
  children: ComponentChildren;
}

export function Field({ label, hint, for: control, children }: Props) {
  return (
    <div class="field">
      <label for={control}>{label}</label>
      {children}
      {hint !== undefined && hint !== "" && <p class="hint" id={`${control}-hint`}>{hint}</p>}
    </div>
  );
}
