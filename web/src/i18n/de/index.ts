// German, page by page.
import { blend } from "./blend";
import { feel } from "./feel";
import { hear } from "./hear";
import { history } from "./history";
import { listen } from "./listen";
import { make } from "./make";
import { shell } from "./shell";
import { song } from "./song";
import { studio } from "./studio";

export const de = { shell, feel, hear, make, listen, studio, blend, song, history };
