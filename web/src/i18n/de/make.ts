// Die Worte der Seite Machen.
import type { Words } from "..";
import type { make as english } from "../en/make";

export const make: Words<typeof english> = {
  title: "Machen",
};
