// The colours of the roll: one for every role, read from the page's style; each bar's ground has the hue of its mood.
import { hue, type Point, strength } from "../../circle";
import type { Role } from "../../live";

export const ROLES: readonly Role[] = ["melody", "double", "counter", "chords", "pad", "bass", "drums"];

export interface Look {
  dark: boolean;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  font: string;
  roles: Readonly<Record<Role, string>>;
}

export function lookOf(element: Element): Look {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  const probe = document.createElement("i");
  probe.style.transition = "none"; // what is on its way to a colour does not tell it yet
  element.after(probe);
  const resolved = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const look = {
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    ink: resolved("--ink"),
    soft: resolved("--ink-soft"),
    line: resolved("--line"),
    accent: resolved("--accent"),
    font: value("--font") || "sans-serif",
    roles: Object.fromEntries(ROLES.map((role) => [role, resolved(`--role-${role}`)])) as Record<Role, string>,
  };
  probe.remove();
  return look;
}

/** The ground of a bar that was written in this mood. */
export function ground(mood: Point, dark: boolean, alpha: number): string {
  const far = strength(mood);
  const light = dark ? 0.27 + 0.06 * far : 0.96 - 0.08 * far;
  const chroma = dark ? 0.07 : 0.1;
  return `oklch(${light.toFixed(3)} ${(0.008 + chroma * far).toFixed(3)} ${hue(mood).toFixed(0)} / ${alpha})`;
}

/** The mood itself, as on the circle. */
export const colourOf = (mood: Point, dark: boolean): string => `oklch(${dark ? 0.76 : 0.62} ${(0.04 + 0.14 * strength(mood)).toFixed(3)} ${hue(mood).toFixed(0)})`;
