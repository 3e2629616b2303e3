// Feel
import { words } from "../../i18n";
import type { PageProps } from "../../router";

export default function Feel(_: PageProps) {
  return (
    <header class="page-head">
      <h1>{words.value.feel.title}</h1>
    </header>
  );
}
