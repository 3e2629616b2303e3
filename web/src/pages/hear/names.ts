// Chords and keys as people write them: Am7, F♯, C/E.
import { words } from "../../i18n";

const QUALITIES: Readonly<Record<string, string>> = {
  maj: "", min: "m", dim: "°", aug: "+", sus: "sus4", "7": "7", maj7: "maj7", min7: "m7", hdim7: "ø7",
};

/** "A:min7" -> "Am7" */
export function chordName(written: string): string {
  const [root = "", rest = ""] = written.split(":");
  const [quality = "", bass] = rest.split("/");
  const over = bass === undefined ? "" : `/${signs(bass)}`;
  return `${signs(root)}${QUALITIES[quality] ?? quality}${over}`;
}

/** "A minor" in the visitor's language. */
export function keyName(written: string): string {
  const [tonic = "", mode = ""] = written.split(" ");
  return words.value.hear.key(tonic, mode);
}

const signs = (root: string): string => root.replace("b", "♭").replace("#", "♯");
