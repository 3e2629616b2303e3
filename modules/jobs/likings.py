"""`Likings`: what music is to be like where an order names no uploads: the files found for a person's tracks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.errors import Invalid
from models.generation import Brief
from models.schema import utc_now
from models.track import PREFIX, MatchReport, Track
from models.upload import Upload, UploadKind
from modules.matching.choosing import choose
from modules.matching.index import IndexMissing
from modules.matching.matching import FileGone, Matching
from modules.matching.neighbours import Basis
from modules.matching.packing import IndexUnreadable

MY_TRACKS: Final = "my_tracks"
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


def directly(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


@dataclass(frozen=True)
class Likings:
    """tracks_of: a person's own."""

    tracks_of: Callable[[str], Sequence[Track]] = nobodys
    matching: Matching = field(default_factory=Matching)
    offload: Callable[..., Any] = directly
    """Looking for a thousand tracks takes seconds in a large collection: a web hub should not wait for that."""

    def resolved(self, owner: str, brief: Brief) -> Brief:
        """The order with `my_tracks` replaced by what was found for them, so that it can be made again as it is.

        Raises NoTracks, NothingAlike.
        """
        like = brief.options.get("like")
        if not isinstance(like, list) or MY_TRACKS not in like:
            return brief
        tracks = self.tracks_of(owner)
        if not tracks:
            raise NoTracks(
                "You have no tracks here.",
                field="options.like",
                next_step="PUT /music/tracks or POST /music/tracks/import first.",
            )
        mood = (brief.mood.valence, brief.mood.arousal) if brief.mood else None
        report = self.offload(self.matching.report, tracks[:MOST_LOOKED_FOR], basis_of(mood))
        named = [one for one in like if one != MY_TRACKS]
        found = self.liked(report, MOST - len(named))
        found["like"] = list(dict.fromkeys([*named, *found["like"]]))
        return brief.model_copy(update={"options": brief.options | found})

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


def basis_of(mood: tuple[float, float] | None) -> Basis:
    """What neighbours are near, where not one track is there: the mood asked for, or none in particular."""
    if mood is None:
        return Basis("in the middle of all moods", valence=0.0, arousal=0.0)
    return Basis.of_mood(*mood)
