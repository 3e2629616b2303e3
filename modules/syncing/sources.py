"""The lists of a Spotify account that are read, the short ones first, and what becomes of their rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from models.spotify import SpotifyPage, SpotifyTrack, TimeSpan
from models.sync import LeftOut, SourceRead
from models.track import TrackSource
from modules.spotify.listening import Listening

_TIMES: Final = {
    TimeSpan.SHORT: "top tracks of four weeks",
    TimeSpan.MEDIUM: "top tracks of half a year",
    TimeSpan.LONG: "top tracks of a year",
}


@dataclass(frozen=True)
class Source:
    """begins: as it stands before anything was read. page: what begins at a row. paged: or the first page is all."""

    begins: SourceRead
    title: str
    page: Callable[[Listening, int], SpotifyPage]
    paged: bool = False


def _top(span: TimeSpan) -> Source:
    begins = SourceRead(source=TrackSource.TOP, span=span)
    return Source(begins, _TIMES[span], lambda listening, _row: listening.top_page(span))


SOURCES: Final = (
    *(_top(span) for span in TimeSpan),
    Source(SourceRead(source=TrackSource.RECENT), "recently played", lambda listening, _row: listening.recent_page()),
    Source(
        SourceRead(source=TrackSource.SAVED),
        "saved tracks",
        lambda listening, row: listening.saved_page(row),
        paged=True,
    ),
)


@dataclass
class Gathered:
    """Rows that were read and not yet kept."""

    rows: int = 0
    pages: int = 0
    tracks: list[SpotifyTrack] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)

    def take(self, page: SpotifyPage, most: int) -> None:
        """most: rows that may be taken."""
        rows = min(page.rows, most)
        self.rows += rows
        self.pages += 1
        why = {"local": 0, "episodes": 0, "unplayable": 0, "gone": page.rows - len(page.tracks)}
        for track in page.tracks[:most]:
            reason = _reason(track)
            if reason is None:
                self.tracks.append(track)
            else:
                why[reason] += 1
        self.left_out = summed(self.left_out, LeftOut(**why))


def summed(one: LeftOut, more: LeftOut) -> LeftOut:
    return LeftOut(**{name: getattr(one, name) + getattr(more, name) for name in LeftOut.model_fields})


def _reason(track: SpotifyTrack) -> str | None:
    """Why this is no track of a library; None where it is one."""
    if track.kind != "track":
        return "local" if track.kind == "local" else "episodes"
    if not track.id:
        return "gone"
    return None if track.playable else "unplayable"
