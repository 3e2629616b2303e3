// PlayButton: plays a piece, or pauses it while it sounds.
import { words } from "../i18n";
import { Icon } from "./icon";
import { pause, type Piece, piece as current, play, sounds } from "./playing";
import "./player.css";

interface Props {
  piece: Piece | null;
  /** The pieces around it, for "next". */
  list?: readonly Piece[] | undefined;
  large?: boolean;
  soft?: boolean;
}

export function PlayButton({ piece, list, large = false, soft = false }: Props) {
  const { works } = words.value.make;
  const now = piece !== null && sounds.value && current.value?.key === piece.key;
  const looks = ["play-button", large && "large", soft && !now && "soft-play"].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      class={looks}
      disabled={piece === null}
      data-playing={now}
      aria-label={piece === null ? words.value.make.player.play : now ? works.pause(piece.title) : works.play(piece.title)}
      onClick={() => piece !== null && (now ? pause() : void play(piece, list ?? [piece]))}
    >
      <Icon name={now ? "pause" : "play"} />
    </button>
  );
}
