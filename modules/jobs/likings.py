"""`Likings`: what music is to be like where an order names no uploads: the files found for a person's tracks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.errors import Invalid
from models.generation import Brief
from models.playlist import ItemKind, PlaylistItem
from models.schema import utc_now
from models.track import PREFIX, MatchLevel, MatchReport, Track
from models.upload import Upload, UploadKind
from modules.matching.choosing import choose
from modules.matching.index import IndexMissing
from modules.matching.matching import FileGone, Matching
from modules.matching.neighbours import Basis
from modules.matching.packing import IndexUnreadable
from modules.offload import Offload, directly

MY_TRACKS: Final = "my_tracks"
PLAYLIST: Final = "playlist:"
MOST: Final = 50
MOST_LOOKED_FOR: Final = 1000
"""Tracks of a list that are looked for: the newest matter most to nobody, the first do."""


class NoTracks(Invalid):
    code = "tracks.none"
    title = "No tracks to go by"


class NothingAlike(Invalid):
    code = "matching.nothing_found"
    title = "Nothing like these tracks"


def nobodys(_: str) -> Sequence[Track]:
    return ()


def no_items(_: str, __: str) -> Sequence[PlaylistItem]:
    return ()


@dataclass(frozen=True)
class Likings:
    """tracks_of: a person's own. items_of: of a playlist of theirs; raises NotFound."""

    tracks_of: Callable[[str], Sequence[Track]] = nobodys
    matching: Matching = field(default_factory=Matching)
    items_of: Callable[[str, str], Sequence[PlaylistItem]] = no_items
    offload: Offload = directly
    """Looking for a thousand tracks takes seconds in a large collection: a web hub should not wait for that."""

    def resolved(self, owner: str, brief: Brief) -> Brief:
        """The order with `my_tracks` and playlists replaced by what was found for them, so that it can be made again.

        Raises NoTracks, NothingAlike, and NotFound for a playlist that is not theirs.
        """
        like = brief.options.get("like")
        asked = [one for one in like if _meant(one)] if isinstance(like, list) else []
        if not asked:
            return brief
        items = [item for one in asked if one != MY_TRACKS for item in self.items_of(owner, one.removeprefix(PLAYLIST))]
        files = {item.file: item for item in items if item.file is not None and self.has(item.file)}
        named = list(dict.fromkeys([*(one for one in like or () if not _meant(one)), *files]))[:MOST]
        found = self._found(self._tracks(owner, asked, items), brief, MOST - len(named), enough=bool(files))
        matched = {file: {"track": _told(item), "level": MatchLevel.EXACT.value} for file, item in files.items()}
        told = {"like": list(dict.fromkeys([*named, *found["like"]])), "matched": matched | found["matched"]}
        told["matched"] = {file: one for file, one in told["matched"].items() if file in told["like"]}
        return brief.model_copy(update={"options": brief.options | told})

    def _tracks(self, owner: str, asked: Sequence[str], items: Sequence[PlaylistItem]) -> list[Track]:
        own = list(self.tracks_of(owner)) if MY_TRACKS in asked else []
        listed = [item for item in items if item.file is None and item.kind is not ItemKind.WORK]
        return own + [Track(name=item.name, artist=item.artist) for item in listed]

    def _found(self, tracks: Sequence[Track], brief: Brief, room: int, *, enough: bool) -> dict[str, Any]:
        """enough: whether there is something to go by without these."""
        if not room or (not tracks and enough):
            return {"like": [], "matched": {}}
        if not tracks:
            raise NoTracks(
                "There are no tracks to go by.",
                field="options.like",
                next_step="PUT /music/tracks or POST /music/tracks/import first, or put tracks into the playlist.",
            )
        mood = (brief.mood.valence, brief.mood.arousal) if brief.mood else None
        return self.liked(self.offload(self.matching.report, tracks[:MOST_LOOKED_FOR], basis_of(mood)), room)

    def liked(self, report: MatchReport, most: int = MOST) -> dict[str, Any]:
        """The options `like` and `matched` of an order: the files chosen for these tracks. Raises NothingAlike."""
        chosen = choose(report.matches, most)
        if not chosen:
            raise NothingAlike(
                f"The collection ({report.collection.get('name')}) has no file to make music from.",
                field="options.like",
                next_step="Name uploads instead, or ask the operator to index a folder: MUSEAIKA_MATCHING__INDEX.",
            )
        found = {one.match.file.id: one for one in chosen if one.match.file is not None}
        matched = {key: {"track": one.tracks[0][:300], "level": one.match.level.value} for key, one in found.items()}
        return {"like": list(found), "matched": matched}

    def upload_of(self, needed: str) -> Upload:
        """A file of the collection as if it had been handed in. Raises FileGone."""
        digest = needed.removeprefix(PREFIX)
        path, name = self.matching.path_of(digest)
        facts: dict[str, Any] = {"format": "midi", "media_type": "audio/midi", "seconds": 0.0, "owner": "collection"}
        facts |= {"size": path.stat().st_size, "sha256": digest, "created_at": utc_now()}
        return Upload(id=needed, name=name, kind=UploadKind.MIDI, **facts)

    def has(self, needed: str) -> bool:
        """Whether an order may name it still."""
        if not needed.startswith(PREFIX):
            return False
        try:
            self.matching.path_of(needed.removeprefix(PREFIX))
        except (FileGone, IndexMissing, IndexUnreadable):
            return False
        return True

    def copied(self, needed: str, folder: Path) -> Path:
        """The file itself, in the folder."""
        digest = needed.removeprefix(PREFIX)
        copy = folder / f"{digest}.mid"
        copy.write_bytes(self.matching.read(digest))
        return copy


def _meant(one: Any) -> bool:
    """Whether it stands for tracks that files are to be found for."""
    return isinstance(one, str) and (one == MY_TRACKS or one.startswith(PLAYLIST))


def _told(item: PlaylistItem) -> str:
    return f"{item.artist} - {item.name}"[:300] if item.artist else item.name[:300]


def basis_of(mood: tuple[float, float] | None) -> Basis:
    """What neighbours are near, where not one track is there: the mood asked for, or none in particular."""
    if mood is None:
        return Basis("in the middle of all moods", valence=0.0, arousal=0.0)
    return Basis.of_mood(*mood)
