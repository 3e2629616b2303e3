"""`Synced`: what a Spotify account told of a person's songs, and how far it was read: both change in one step."""

from collections.abc import Callable, Sequence
from datetime import datetime

from models.errors import Conflict
from models.spotify import SpotifyTrack
from models.sync import AccountRead, ReadingState, SourceRead
from models.track import MOST_TRACKS
from modules.documents.shelf import plain
from modules.documents.store import Document, Documents
from modules.library.listing import Listing
from modules.library.lists import Lists


class ReadingOver(Conflict):
    """Disconnected, erased, or begun anew since."""

    code = "sync.over"
    title = "This reading is over"


class Synced:
    """most: songs of a list, the listener's own included."""

    def __init__(self, documents: Documents, clock: Callable[[], datetime], most: int = MOST_TRACKS) -> None:
        self._lists = Lists(documents, clock)
        self._clock = clock
        self._most = most

    def last(self, owner: str) -> AccountRead | None:
        """The reading that goes on, or the last one; None where the account was taken off since."""
        return _reading(self._lists.get(owner) or {})

    def begin(self, owner: str, run: str, sources: Sequence[SourceRead]) -> AccountRead:
        """The reading of this name, as far as it is; every other one is over."""

        def begun(known: Document) -> Document | None:
            before = _reading(known)
            if before is not None and before.run == run:
                return None
            listing = Listing(known["tracks"], self._clock(), self._most)
            for source in sources:
                listing.settle(source.mark, whole=False)
            fresh = AccountRead(run=run, started_at=self._clock(), sources=list(sources), count=len(listing.songs))
            return _with(known, fresh, listing)

        self._lists.change(owner, begun, make=True)
        return self._of(self._lists.get(owner), run)

    def hear(
        self, owner: str, run: str, source: SourceRead, tracks: Sequence[SpotifyTrack] = (), *, whole: bool = False
    ) -> AccountRead:
        """Keep these songs of a source, and how far it is now. whole: it was read to its end, and holds nothing else.

        Raises ReadingOver.
        """

        def heard(known: Document) -> Document:
            reading = self._of(known, run)
            listing = Listing(known["tracks"], self._clock(), self._most)
            twice, unfit = listing.hear(source.mark, tracks)
            off = 0
            if source.state in {ReadingState.DONE, ReadingState.AWAY}:
                off = listing.settle(source.mark, whole=whole)
            out = source.left_out
            more = {"duplicates": out.duplicates + twice, "no_room": out.no_room + unfit}
            told = source.model_copy(
                update={
                    "left_out": out.model_copy(update=more),
                    "kept": source.kept + len(tracks) - twice - unfit,
                    "taken_off": off,
                }
            )
            sources = [told if one.mark == told.mark else one for one in reading.sources]
            return _with(known, reading.model_copy(update={"sources": sources}), listing)

        return self._of(self._lists.change(owner, heard), run)

    def end(self, owner: str, run: str) -> AccountRead:
        """Raises ReadingOver."""
        now = {"ended_at": self._clock()}
        changed = self._lists.change(
            owner, lambda known: known | {"sync": _stored(self._of(known, run).model_copy(update=now))}
        )
        return self._of(changed, run)

    def part(self, owner: str) -> int:
        """The account was taken off: what it alone told goes, and no reading of it may go on. How many songs went."""
        gone = [0]

        def parted(known: Document) -> Document | None:
            if "sync" not in known and not any(song.get("spotify") for song in known["tracks"]):
                return None
            listing = Listing(known["tracks"], self._clock(), self._most)
            gone[0] = listing.part()
            return {name: value for name, value in known.items() if name != "sync"} | {"tracks": listing.songs}

        self._lists.change(owner, parted)
        return gone[0]

    def _of(self, known: Document | None, run: str) -> AccountRead:
        reading = _reading(known or {})
        if reading is None or reading.run != run:
            raise ReadingOver(
                "The account was disconnected meanwhile, or another reading began.",
                next_step="GET /user/spotify says how the connection stands; POST /music/sync reads it anew.",
            )
        return reading


def _reading(known: Document) -> AccountRead | None:
    stored = known.get("sync")
    return None if stored is None else AccountRead.model_validate(stored)


def _stored(reading: AccountRead) -> Document:
    stored: Document = plain(reading.model_dump())
    return stored


def _with(known: Document, reading: AccountRead, listing: Listing) -> Document:
    songs = listing.songs
    return known | {"tracks": songs, "sync": _stored(reading.model_copy(update={"count": len(songs)}))}
