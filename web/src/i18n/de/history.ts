// Die Worte der Seite Verlauf.
import type { Words } from "..";
import type { history as english } from "../en/history";

export const history: Words<typeof english> = {
  title: "Verlauf",
};
