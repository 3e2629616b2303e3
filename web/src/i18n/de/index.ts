// German, page by page.
import { blend } from "./blend";
import { feel } from "./feel";
import { hear } from "./hear";
import { history } from "./history";
import { listen } from "./listen";
import { make } from "./make";
import { refusals } from "./refusals";
import { shell } from "./shell";
import { song } from "./song";
import { studio } from "./studio";
import { twin } from "./twin";

export const de = { shell, refusals, feel, hear, make, listen, studio, blend, song, twin, history };
