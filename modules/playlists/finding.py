"""`Finding`: somebody's playlists at Spotify and what is in them, asked for page by page until all is there."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol, TypeVar

from models.spotify import SpotifyItem, SpotifyPlaylist
from modules.spotify.playlists import MOST_ITEMS, MOST_PLAYLISTS, PAGE, Playlists
from modules.spotify.refusals import NotThere

Answer = TypeVar("Answer")


class Ask(Protocol):
    """Gives the answer, perhaps after asking again."""

    def __call__(self, question: Callable[[], Answer], /) -> Answer: ...


def once(question: Callable[[], Answer]) -> Answer:
    """For who has no time to ask again."""
    return question()


class Finding:
    def __init__(self, there: Playlists, ask: Ask = once) -> None:
        self._there = there
        self._ask = ask

    def all(self) -> Iterator[SpotifyPlaylist]:
        """Newest first; those that were deleted are not listed, though Spotify may still know them."""
        for offset in range(0, MOST_PLAYLISTS, PAGE):
            found, more = self._ask(partial(self._there.page, offset))
            yield from found
            if not more:
                return

    def known(self, spotify_id: str) -> SpotifyPlaylist | None:
        """As Spotify knows it, whether it is listed or not."""
        try:
            return self._ask(lambda: self._there.get(spotify_id))
        except NotThere:
            return None

    def items(self, spotify_id: str) -> list[SpotifyItem]:
        """Raises NotThere."""
        found: list[SpotifyItem] = []
        for offset in range(0, MOST_ITEMS, PAGE):
            part, more = self._ask(partial(self._there.items_from, spotify_id, offset))
            found += part
            if not more:
                break
        return found
