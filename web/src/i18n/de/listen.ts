// Die Worte der Seite Lauschen.
import type { Words } from "..";
import type { listen as english } from "../en/listen";

export const listen: Words<typeof english> = {
  title: "Lauschen",
};
