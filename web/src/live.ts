// Live music for any client: see live/README.md. The synthesiser is imported apart, when sound is first wanted.
export { Bars, type Change, type Known } from "./live/bars";
export { ServerClock } from "./live/clock";
export { DRUMS, type Player, type Seat } from "./live/player";
export type { Bar, Chord, Ending, Note, Order, Point, Role, Style, Told, Track, View } from "./live/protocol";
export { barOf } from "./live/protocol";
export { LiveStream, type News, type State, type Ways } from "./live/stream";
export { type Refused, type Wire, wireOf } from "./live/wire";
