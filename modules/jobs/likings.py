"""`Likings`: what music is to be like where an order names no uploads: the files found for a person's tracks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.errors import Invalid
from models.generation import Brief
from models.schema import utc_now
from models.track import Track
from models.upload import Upload, UploadKind
from modules.matching.choosing import Chosen, choose
from modules.matching.matching import Matching
from modules.matching.neighbours import Basis

MY_TRACKS: Final = "my_tracks"
PREFIX: Final = "collection:"
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


@dataclass(frozen=True)
class Likings:
    """tracks_of: a person's own."""

    tracks_of: Callable[[str], Sequence[Track]] = nobodys
    matching: Matching = field(default_factory=Matching)

    def resolved(self, owner: str, brief: Brief) -> Brief:
        """The order with `my_tracks` replaced by what was found for them, so that it can be made again as it is.

        Raises NoTracks, NothingAlike.
        """
        if brief.options.get("like") != MY_TRACKS:
            return brief
        tracks = self.tracks_of(owner)
        if not tracks:
            raise NoTracks(
                "You have no tracks here.",
                field="options.like",
                next_step="PUT /music/tracks or POST /music/tracks/import first.",
            )
        mood = (brief.mood.valence, brief.mood.arousal) if brief.mood else None
        liked = self.liked(tracks, mood)
        return brief.model_copy(update={"options": brief.options | {"like": liked}})

    def liked(self, tracks: Sequence[Track], mood: tuple[float, float] | None) -> list[dict[str, Any]]:
        """What an order may say in `like`: the files chosen for these tracks. Raises NothingAlike."""
        report = self.matching.matcher.report(tracks[:MOST_LOOKED_FOR], basis_of(mood))
        chosen = choose(report.matches, MOST)
        if not chosen:
            raise NothingAlike(
                f"The collection ({report.collection.get('name')}) has no file to make music from.",
                field="options.like",
                next_step="Name uploads instead, or ask the operator to index a folder: MUSEAIKA_MATCHING__INDEX.",
            )
        return [told(one) for one in chosen]

    def upload_of(self, needed: str) -> Upload:
        """A file of the collection as if it had been handed in. Raises FileGone."""
        digest = needed.removeprefix(PREFIX)
        path, name = self.matching.path_of(digest)
        facts: dict[str, Any] = {"format": "midi", "media_type": "audio/midi", "seconds": 0.0, "owner": "collection"}
        facts |= {"size": path.stat().st_size, "sha256": digest, "created_at": utc_now()}
        return Upload(id=needed, name=name, kind=UploadKind.MIDI, **facts)

    def copied(self, needed: str, folder: Path) -> Path:
        """The file itself, in the folder."""
        path, _ = self.matching.path_of(needed.removeprefix(PREFIX))
        copy = folder / f"{needed.removeprefix(PREFIX)}.mid"
        copy.write_bytes(path.read_bytes())
        return copy


def basis_of(mood: tuple[float, float] | None) -> Basis:
    """What neighbours are near, where not one track is there: the mood asked for, or none in particular."""
    if mood is None:
        return Basis("in the middle of all moods", valence=0.0, arousal=0.0)
    return Basis.of_mood(*mood)


def told(one: Chosen) -> dict[str, Any]:
    """One entry of `like`."""
    return {"collection": one.digest, "level": one.match.level.value, "track": one.tracks[0][:300]}
