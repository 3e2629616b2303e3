// Sentences of a refusal: what the server said, in the words of the page where it has some for that code.
import { words } from ".";
import type { Refusal } from "../refusal";
import { SAID } from "./en/refusals";

interface Sentences {
  detail: string;
  next: string;
}
const ITS_OWN: Sentences = { detail: SAID, next: SAID };

export function sentences({ code, message, nextStep, retryAfter }: Refusal): Sentences {
  const { refusals, shell } = words.value;
  if (code === "network" || code === "server") return shell.problems[code];
  const known = (refusals as Record<string, Sentences>)[code] ?? ITS_OWN;
  const next = known.next.replace(SAID, () => nextStep ?? "");
  const wait = retryAfter === null ? "" : shell.problems.waitFor(retryAfter);
  return { detail: known.detail.replace(SAID, () => message), next: [next, wait].filter(Boolean).join(" ") };
}
