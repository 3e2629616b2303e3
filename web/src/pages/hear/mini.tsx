// Mini: the stream goes on while other pages are looked at; this is its handle there.
import { render } from "preact";
import { words } from "../../i18n";
import { addressOf, place } from "../../router";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { keyName } from "./names";
import { heard, present, stop } from "./playing";

let there = false;

/** Put beside the page once, when a stream was first begun. */
export function showMini(): void {
  if (there) return;
  there = true;
  const box = document.createElement("div");
  document.body.append(box);
  render(<Mini />, box);
}

function Mini() {
  const { mini, stop: end } = words.value.hear;
  if (!heard.value || place.value.page === "hear") return null;
  const bar = present.value;
  return (
    <aside class="live-mini" aria-label={mini.label}>
      <span class="beat" aria-hidden="true"><i /><i /><i /></span>
      <a href={addressOf("hear")}>{mini.plays}{bar !== null && ` · ${keyName(bar.key)}`}</a>
      <Button size="small" kind="plain" aria-label={end} icon={<Icon name="close" />} onClick={() => void stop(false)} />
    </aside>
  );
}
