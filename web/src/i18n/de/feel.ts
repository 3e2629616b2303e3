// Die Worte der Seite Fühlen.
import type { Words } from "..";
import type { feel as english } from "../en/feel";

export const feel: Words<typeof english> = {
  title: "Fühlen",
};
