"""What a file of tracks comes to without a server: the files of a collection that its tracks are, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.errors import Invalid
from models.mood import Mood
from models.track import LEVELS, Match, MatchReport
from models.upload import Upload
from modules.jobs.likings import Likings, basis_of
from modules.library.exchange import Listed, read_list
from modules.matching.choosing import named
from modules.matching.matching import Matching
from museaika.settings import Settings


class NoList(Invalid):
    code = "tracks.unreadable"
    title = "No list of tracks"


@dataclass(frozen=True)
class FoundTracks:
    """report: what every track of the list was found as."""

    listed: Listed
    report: MatchReport

    def lines(self) -> Iterator[str]:
        """For people: what matched at which level, and what did not."""
        for match in self.report.matches:
            yield f"{match.level.value:9} {match.score:4.2f}  {named(match)}{_found(match)}"
        for row in self.listed.skipped:
            yield f"{'skipped':9} {'':4}  row {row.row}: {row.why}"
        counts = self.report.levels
        said = ", ".join(f"{counts[level]} {level.value}" for level in LEVELS if counts[level])
        name, files = self.report.collection.get("name"), self.report.collection.get("files", 0)
        yield f"{len(self.report.matches)} tracks among {files:,} files ({name}): {said}."

    def as_rows(self) -> list[dict[str, Any]]:
        """One for every row of the list."""
        pairs = zip(self.listed.rows, self.report.matches, strict=True)
        rows = [_row(row, match) for row, match in pairs]
        rows += [{"row": one.row, "level": "none", "score": 0.0, "evidence": [one.why]} for one in self.listed.skipped]
        return sorted(rows, key=lambda one: int(one["row"]))


@dataclass(frozen=True)
class LikedTracks:
    """materials, matched: as an order wants them."""

    found: FoundTracks
    materials: dict[str, tuple[Path, Upload]]
    matched: dict[str, dict[str, str]]

    def lines(self) -> Iterator[str]:
        yield from self.found.lines()
        used = Counter(one["level"] for one in self.matched.values())
        said = ", ".join(f"{used[level]} {level.value}" for level in LEVELS if used[level])
        yield f"The songs are like {len(self.matched)} of these files: {said}."

    def as_json(self) -> dict[str, Any]:
        report = self.found.report
        levels = {level.value: count for level, count in report.levels.items()}
        told = {"collection": report.collection, "levels": levels, "rows": self.found.as_rows()}
        return told | {"like": self.matched}


def find_tracks(index: Path | None, path: Path, mood: Any = None) -> FoundTracks:
    """mood: as an order says it. Raises NoList, BadList, IndexMissing, IndexUnreadable."""
    return _looked_for(Matching(index), path, mood)


def find_liked(settings: Settings, path: Path, mood: Any, room: int) -> LikedTracks:
    """room: for how many files. Raises NothingAlike too."""
    likings = Likings(matching=Matching(settings.matching.index))
    found = _looked_for(likings.matching, path, mood, lost=False)
    options = likings.liked(found.report, room)
    uploads = {needed: likings.upload_of(needed) for needed in options["like"]}
    materials = {needed: (likings.matching.path_of(upload.sha256)[0], upload) for needed, upload in uploads.items()}
    return LikedTracks(found, materials, options["matched"])


def _looked_for(matching: Matching, path: Path, mood: Any, *, lost: bool = True) -> FoundTracks:
    """lost: whether none is a good answer; music needs something to be like."""
    if not path.is_file():
        raise NoList(f"There is no file {path}.", field="file", next_step="Give a CSV of artist and title.")
    listed = read_list(path.read_bytes())
    point = _point(mood)
    basis = None if lost and point is None else basis_of(point)
    return FoundTracks(listed, matching.matcher.report(listed.tracks, basis))


def _point(mood: Any) -> tuple[float, float] | None:
    """Nowhere, where it is no mood: the order that says so is refused for that."""
    try:
        asked = Mood.model_validate(mood)
    except ValidationError:
        return None
    return asked.valence, asked.arousal


def _row(row: int, match: Match) -> dict[str, Any]:
    told = match.model_dump(mode="json", exclude={"track"})
    return {"row": row, "artist": match.track.artist, "title": match.track.name} | told


def _found(match: Match) -> str:
    file = match.file
    if file is None:
        return ""
    return f"  ->  {' - '.join(one for one in (file.artist, file.title) if one)} ({file.path})"
