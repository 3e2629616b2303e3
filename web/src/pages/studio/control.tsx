// Control: one field of a schema's form: a number, a choice, a box to tick, a list, a file to hand in, or JSON.
import { useSignal } from "@preact/signals";
import { newKey, post } from "../../api";
import { words } from "../../i18n";
import { Refusal } from "../../refusal";
import { Problem } from "../../ui/notice";
import type { Field, Wrong } from "./schema";

interface Props {
  field: Field;
  value: string | boolean | undefined;
  onChange: (value: string | boolean) => void;
  wrong: Wrong | string | null;
}

export function Control({ field, value, onChange, wrong }: Props) {
  const id = `option-${field.name}`;
  const { form } = words.value.studio;
  const said = wrong === null ? null : complaint(wrong);
  const about = { id, "aria-describedby": `${id}-hint`, "aria-invalid": said === null ? undefined : true, "aria-required": field.required || undefined };
  const ours = { list: form.list, json: form.json, file: form.fileHint }[field.kind as string] ?? "";
  const hints = [field.kind === "file" ? "" : field.hint, ours].filter(Boolean).join(". ");
  return (
    <div class={`field ${field.kind === "json" || field.kind === "list" ? "wide" : ""}`}>
      <label for={id}>
        {field.title} {field.required && <span class="badge">{form.required}</span>}
      </label>
      <Input field={field} value={value} onChange={onChange} about={about} />
      <p class="hint" id={`${id}-hint`} lang="en">
        {said !== null && <strong class="wrong">{said} </strong>}
        {hints}
      </p>
    </div>
  );
}

type InputProps = Pick<Props, "field" | "value" | "onChange"> & { about: Record<string, unknown> };

function Input({ field, value, onChange, about }: InputProps) {
  const { form } = words.value.studio;
  const text = typeof value === "string" ? value : "";
  const usual = field.usual === undefined || field.usual === null || typeof field.usual === "object" ? "" : form.usual(String(field.usual));
  if (field.kind === "file") return <HandIn value={text} onChange={onChange} about={about} />;
  if (field.kind === "yes") {
    const checked = typeof value === "boolean" ? value : field.usual === true;
    return (
      <span class="check"><input {...about} type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} /> {form.yes}</span>
    );
  }
  if (field.kind === "choice") {
    return (
      <select {...about} class="input" value={text} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{usual || "–"}</option>
        {field.choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
      </select>
    );
  }
  if (field.kind === "list" || field.kind === "json") {
    return <textarea {...about} class="input code" rows={2} value={text} onInput={(event) => onChange(event.currentTarget.value)} />;
  }
  const mode = field.kind === "number" ? { inputMode: field.whole ? ("numeric" as const) : ("decimal" as const) } : {};
  return <input {...about} {...mode} class="input" placeholder={usual} value={text} onInput={(event) => onChange(event.currentTarget.value)} />;
}

/** A file goes to the server at once; the field holds the id it gets there. */
function HandIn({ value, onChange, about }: { value: string; onChange: (id: string) => void; about: Record<string, unknown> }) {
  const name = useSignal("");
  const problem = useSignal<Refusal | null>(null);
  const { form } = words.value.studio;
  const hand = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    name.value = form.uploading;
    problem.value = null;
    try {
      const body = new FormData();
      body.append("file", file, file.name);
      const upload = await post<{ id: string; name: string }>("/uploads", body, { key: newKey() });
      onChange(upload.id);
      name.value = upload.name;
    } catch (error) {
      name.value = "";
      problem.value = Refusal.of(error);
    }
  };
  return (
    <>
      <input {...about} class="input" type="file" aria-label={form.choose} onChange={(event) => void hand(event.currentTarget.files?.[0])} />
      {(name.value !== "" || value !== "") && <span class="small soft" role="status">{name.value || value}</span>}
      <Problem of={problem.value} />
    </>
  );
}

function complaint(wrong: Wrong | string): string {
  if (typeof wrong === "string") return wrong;
  const { wrong: said } = words.value.studio;
  if (wrong.kind === "least" || wrong.kind === "most" || wrong.kind === "long") return said[wrong.kind](wrong.bound);
  return said[wrong.kind];
}
