"""What a file of tracks comes to without a server: which files of the collection music is to be like, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.errors import Invalid
from models.mood import Mood
from models.track import LEVELS, Match, MatchReport, SkippedRow
from models.upload import Upload
from modules.jobs.likings import Likings, basis_of
from modules.library.exchange import read_list
from modules.matching.choosing import named
from modules.matching.matching import Matching
from museaika.settings import Settings


class NoList(Invalid):
    code = "tracks.unreadable"
    title = "No list of tracks"


@dataclass(frozen=True)
class LikedTracks:
    """materials, matched: as an order wants them. report: what every track was found as."""

    materials: dict[str, tuple[Path, Upload]]
    matched: dict[str, dict[str, str]]
    report: MatchReport
    skipped: tuple[SkippedRow, ...]

    def lines(self) -> Iterator[str]:
        """For people: what matched at which level, and what did not."""
        for match in self.report.matches:
            yield f"{match.level.value:9} {match.score:4.2f}  {named(match)}{_found(match)}"
        for row in self.skipped:
            yield f"{'skipped':9} {'':4}  row {row.row}: {row.why}"
        counts = self.report.levels
        said = ", ".join(f"{counts[level]} {level.value}" for level in LEVELS if counts[level])
        name, files = self.report.collection.get("name"), self.report.collection.get("files", 0)
        used = Counter(one["level"] for one in self.matched.values())
        yield f"{len(self.report.matches)} tracks among {files:,} files ({name}): {said}."
        yield f"The songs are like {len(self.matched)} of these files: {_counted(used)}."

    def as_json(self) -> dict[str, Any]:
        told = self.report.model_dump(mode="json")
        return told | {"like": self.matched, "skipped": [one.model_dump() for one in self.skipped]}


def find_liked(settings: Settings, path: Path, mood: Any, room: int) -> LikedTracks:
    """mood: as an order says it. Raises NoList, BadList, NothingAlike, IndexMissing."""
    if not path.is_file():
        raise NoList(f"There is no file {path}.", field="like_tracks", next_step="Give a CSV of artist and title.")
    listed = read_list(path.read_bytes())
    likings = Likings(matching=Matching(settings.matching.index))
    report = likings.matching.matcher.report(listed.tracks, basis_of(_point(mood)))
    options = likings.liked(report, room)
    uploads = {needed: likings.upload_of(needed) for needed in options["like"]}
    materials = {needed: (likings.matching.path_of(upload.sha256)[0], upload) for needed, upload in uploads.items()}
    return LikedTracks(materials, options["matched"], report, listed.skipped)


def _point(mood: Any) -> tuple[float, float] | None:
    """Nowhere, where it is no mood: the order that says so is refused for that."""
    try:
        asked = Mood.model_validate(mood)
    except ValidationError:
        return None
    return asked.valence, asked.arousal


def _found(match: Match) -> str:
    file = match.file
    if file is None:
        return ""
    return f"  ->  {' - '.join(one for one in (file.artist, file.title) if one)} ({file.path})"


def _counted(used: Counter[str]) -> str:
    return ", ".join(f"{used[level]} {level.value}" for level in LEVELS if used[level])
