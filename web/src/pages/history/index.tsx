// History
import { words } from "../../i18n";
import type { PageProps } from "../../router";

export default function History(_: PageProps) {
  return (
    <header class="page-head">
      <h1>{words.value.history.title}</h1>
    </header>
  );
}
