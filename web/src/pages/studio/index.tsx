// Studio
import { words } from "../../i18n";
import type { PageProps } from "../../router";

export default function Studio(_: PageProps) {
  return (
    <header class="page-head">
      <h1>{words.value.studio.title}</h1>
    </header>
  );
}
