// Listen: its place; what it does is built here.
import { words } from "../../i18n";
import type { PageProps } from "../../router";

export default function Listen(_: PageProps) {
  return (
    <header class="page-head">
      <h1>{words.value.listen.title}</h1>
    </header>
  );
}
