// Die Worte der Seite Hören.
import type { Words } from "..";
import type { hear as english } from "../en/hear";

export const hear: Words<typeof english> = {
  title: "Hören",
};
