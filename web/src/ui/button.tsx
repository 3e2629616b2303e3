// Button: something to press; with `href` it is a link that looks the same.
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ComponentChildren } from "preact";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "size" | "type" | "disabled"> {
  kind?: "primary" | "quiet" | "plain" | "danger";
  size?: "normal" | "small";
  /** Works on it: it cannot be pressed again, and says so. */
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
  icon?: ComponentChildren;
  href?: string | undefined;
  download?: string | boolean | undefined;
  children?: ComponentChildren;
}

export function Button({ kind = "quiet", size = "normal", busy = false, disabled, type = "button", icon, href, download, children, class: more, ...rest }: Props) {
  const looks = ["button", kind, size, more].filter(Boolean).join(" ");
  const inner = (
    <>
      {busy ? <span class="spinner" aria-hidden="true" /> : icon}
      {children !== undefined && <span>{children}</span>}
    </>
  );
  if (href !== undefined) {
    const link = { ...rest, class: looks, href, download: download ?? undefined } as unknown as AnchorHTMLAttributes<HTMLAnchorElement>;
    return <a {...link}>{inner}</a>;
  }
  return <button {...rest} class={looks} type={type} disabled={disabled || busy} aria-busy={busy || undefined}>{inner}</button>;
}
