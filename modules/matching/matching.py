"""`Matching`: the collection this server searches, opened when it is first asked."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from models.errors import Gone
from models.track import MatchReport, Track
from modules.matching.index import MidiIndex
from modules.matching.matcher import Matcher
from modules.matching.neighbours import Basis

BUNDLED: Final = Path(__file__).parent / "collection" / "museaika.midx"
"""A small one of open music, so that there is always something to find."""

_AGAIN: Final = "Index the folder anew: python scripts/build_midi_index.py FOLDER."


class FileGone(Gone):
    code = "matching.file_gone"
    title = "A file of the collection is no longer there"


class Matching:
    def __init__(self, index: Path | None = None) -> None:
        self._path = index or BUNDLED
        self._matcher: Matcher | None = None

    @property
    def matcher(self) -> Matcher:
        """Raises IndexMissing, IndexUnreadable. Opened twice, if two ask first: no lock, whose hub may be another."""
        if self._matcher is None:
            self._matcher = Matcher(MidiIndex.open(self._path))
        return self._matcher

    def report(self, tracks: Sequence[Track], basis: Basis | None = None) -> MatchReport:
        """What each of these tracks is here. Raises IndexMissing, IndexUnreadable."""
        return self.matcher.report(tracks, basis)

    def missing(self) -> list[str]:
        """What keeps it from working, with the command that mends it."""
        if self._path.is_file():
            return []
        build = f"python scripts/build_midi_index.py FOLDER --out {self._path}"
        return [f"There is no index at {self._path}: build it with `{build}`, or clear MUSEAIKA_MATCHING__INDEX."]

    def read(self, digest: str) -> bytes:
        """The file itself, and no other one that took its place. Raises FileGone."""
        path, name = self.path_of(digest)
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise FileGone(f"The file of {name} is another one now.", field="options.like", next_step=_AGAIN)
        return data

    def path_of(self, digest: str) -> tuple[Path, str]:
        """Where the file with this hash lies, and what it is called. Raises FileGone."""
        index = self.matcher.index
        number = index.with_digest(digest)
        root = index.root
        if number is None or root is None:
            raise FileGone(
                f"The collection has no file {digest[:12]}... to make music from.",
                field="options.like",
                next_step="POST /music/matches says what there is now.",
            )
        song = index.song(index.song_of(number))
        path = (root / index.file(number).place).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise FileGone(
                f"The file of {song.artist} - {song.title} is no longer in {root}.",
                field="options.like",
                next_step=_AGAIN,
            )
        return path, " - ".join(part for part in (song.artist, song.title) if part)
