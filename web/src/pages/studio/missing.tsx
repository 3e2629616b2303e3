// Missing: why an engine is not ready, each with the command that mends it.
import { words } from "../../i18n";

export function Missing({ of }: { of: readonly string[] }) {
  return (
    <div class="missing">
      <p><strong>{words.value.studio.missing}</strong></p>
      <ul lang="en">{of.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  );
}
