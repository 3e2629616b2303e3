// Card: one thing on the page, with its heading.
import type { ComponentChildren } from "preact";

interface Props {
  title?: ComponentChildren;
  /** The heading's level; 2 unless the card lies in another. */
  level?: 2 | 3;
  actions?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}

export function Card({ title, level = 2, actions, class: more, children }: Props) {
  const Heading = `h${level}` as "h2" | "h3";
  return (
    <section class={["card", more].filter(Boolean).join(" ")}>
      {(title !== undefined || actions !== undefined) && (
        <header class="card-head">
          {title !== undefined && <Heading>{title}</Heading>}
          {actions !== undefined && <div class="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
