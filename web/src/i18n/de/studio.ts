// Die Worte der Seite Studio.
import type { Words } from "..";
import type { studio as english } from "../en/studio";

export const studio: Words<typeof english> = {
  title: "Studio",
};
