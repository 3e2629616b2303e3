// Make: its place; what it does is built here.
import { words } from "../../i18n";
import type { PageProps } from "../../router";

export default function Make(_: PageProps) {
  return (
    <header class="page-head">
      <h1>{words.value.make.title}</h1>
    </header>
  );
}
