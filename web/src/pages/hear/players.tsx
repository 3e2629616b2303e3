// Players: who plays now; press one to silence it.
import { useSignal } from "@preact/signals";
import { words } from "../../i18n";
import type { Track } from "../../live";
import { present, stream } from "./playing";

export function Players() {
  const turn = useSignal(0);
  const { players, roles, instruments } = words.value.hear;
  const playing = stream.value;
  const tracks = present.value?.tracks ?? [];
  const seen = new Map(tracks.map((track) => [track.name, track]));
  void turn.value;
  const toggle = (name: string): void => {
    if (playing === null) return;
    if (!playing.muted.delete(name)) playing.muted.add(name);
    turn.value += 1;
  };
  const nameOf = (track: Track): string =>
    track.drums ? roles.drums : ((instruments as Record<number, string>)[track.program] ?? roles[track.role]);
  for (const name of playing?.muted ?? []) if (!seen.has(name)) seen.set(name, silent(name));
  return (
    <div class="players">
      <h3>{players.title}</h3>
      {seen.size === 0 && <p class="hint">{players.none}</p>}
      <ul>
        {[...seen.values()].map((track) => (
          <li key={track.name}>
            <button
              type="button"
              class={`player ${track.role}`}
              aria-pressed={playing?.muted.has(track.name) ?? false}
              title={players.silence(nameOf(track))}
              onClick={() => toggle(track.name)}
            >
              <i aria-hidden="true" />
              <span>{nameOf(track)}</span>
              {!track.drums && <span class="role">{roles[track.role]}</span>}
            </button>
          </li>
        ))}
      </ul>
      {seen.size > 0 && <p class="hint">{players.hint}</p>}
    </div>
  );
}

/** One that was silenced and rests anyway. */
function silent(name: string): Track {
  const before = stream.peek()?.bars.all.flatMap((bar) => bar.tracks).find((track) => track.name === name);
  return before ?? { name, role: "pad", program: -1, drums: false, volume: 0, notes: [] };
}
