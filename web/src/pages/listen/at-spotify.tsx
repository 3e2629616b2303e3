// AtSpotify: the way to a song at Spotify, in a tab of its own.
import { words } from "../../i18n";
import { Icon } from "../../ui/icon";

export function AtSpotify({ id, name }: { id: string; name: string }) {
  const { atSpotify } = words.value.listen.found;
  return <a class="button plain small" href={`https://open.spotify.com/track/${id}`} target="_blank" rel="noreferrer" title={atSpotify} aria-label={`${atSpotify}: ${name}`}><Icon name="share" /></a>;
}
