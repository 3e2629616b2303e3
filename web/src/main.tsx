// Where the page begins: a guest, a socket, and the frame around every page.
import { render } from "preact";
import "./styles/tokens.css";
import "./styles/page.css";
import { beginSpeaking } from "./i18n";
import { beginMood } from "./mood";
import { beginRouting } from "./router";
import { beginSession } from "./session";
import { Shell } from "./shell";

beginMood();
beginRouting();
void beginSession();
const show = (): void => render(<Shell />, document.getElementById("page") as HTMLElement);
void beginSpeaking().then(show, show);
