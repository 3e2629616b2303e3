"""What somebody listens to, and what can be found: reading only, page by page, with pages of our own making."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final

from models.spotify import SpotifyPage, SpotifyProfile, SpotifyTrack, TimeSpan
from modules.spotify import reading
from modules.spotify.client import Client

PAGE: Final = 50
SEARCH_PAGE: Final = 10
MOST_SAVED: Final = 10_000
LIBRARY_PAGE: Final = 40


class Listening:
    """Local files, podcasts and songs that are gone come where they are; what is null is left out."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def me(self) -> SpotifyProfile:
        return reading.profile(self._client.profile())

    def search(self, query: str, limit: int = SEARCH_PAGE) -> list[SpotifyTrack]:
        """At most ten a request, and a request for every ten more."""

        def page(offset: int) -> Any:
            wanted = min(SEARCH_PAGE, limit - offset)
            return reading.found_tracks(self._client.search(query, limit=wanted, offset=offset))

        return list(islice(reading.tracks(_paged(page, SEARCH_PAGE, limit)), limit))

    def top(self, span: TimeSpan = TimeSpan.MEDIUM, limit: int = PAGE) -> list[SpotifyTrack]:
        """What is listened to most, over four weeks, half a year or about a year; fifty at most."""
        return self.top_page(span, limit).tracks

    def top_page(self, span: TimeSpan, limit: int = PAGE) -> SpotifyPage:
        client = self._client.needing("user-top-read")
        return reading.page(client.current_user_top_tracks(limit=min(limit, PAGE), time_range=span.value))

    def saved(self, limit: int = MOST_SAVED) -> Iterator[SpotifyTrack]:
        """The saved tracks, newest first, a request for every fifty."""

        def page(offset: int) -> Any:
            return self._client.needing("user-library-read").current_user_saved_tracks(limit=PAGE, offset=offset)

        return islice(reading.tracks(_paged(page, PAGE, limit), inside="track"), limit)

    def saved_page(self, offset: int) -> SpotifyPage:
        """Fifty of the saved tracks, from this place on."""
        client = self._client.needing("user-library-read")
        return reading.page(client.current_user_saved_tracks(limit=PAGE, offset=offset), inside="track")

    def recent(self) -> list[SpotifyTrack]:
        """The last fifty at most, the latest first; the same song may come twice."""
        return self.recent_page().tracks

    def recent_page(self) -> SpotifyPage:
        client = self._client.needing("user-read-recently-played")
        return reading.page(client.current_user_recently_played(limit=PAGE), inside="track")

    def save(self, uris: list[str]) -> None:
        for part in chunks(uris, LIBRARY_PAGE):
            self._client.needing("user-library-modify").library("PUT", part)

    def unsave(self, uris: list[str]) -> None:
        for part in chunks(uris, LIBRARY_PAGE):
            self._client.needing("user-library-modify").library("DELETE", part)

    def has_saved(self, uris: list[str]) -> list[bool]:
        found: list[bool] = []
        for part in chunks(uris, LIBRARY_PAGE):
            client = self._client.needing("user-library-read")
            found += reading.flags(client.library("GET", part, "me/library/contains"), len(part))
        return found


def chunks(listed: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _paged(page: Callable[[int], Any], size: int, limit: int) -> Iterator[Any]:
    """The rows of all pages, asked for by number. An empty page is the last one, whatever it says of a next one."""
    for offset in range(0, limit, size):
        told = page(offset)
        found = reading.rows(told)
        yield from found
        if not found or not reading.more(told):
            return
