"""`Prepared`, what was made of the files of one training, and how it is found again by whoever goes on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from models.errors import Invalid
from models.twin import FileFacts, Skipped
from models.upload import UploadKind
from modules.generation.engines.twin.backends.backend import Piece

_NAME: Final = "prepared.json"
_NO_FACTS: Final = FileFacts()
_REASONS: Final = 3


class NothingToLearn(Invalid):
    code = "twin.nothing_to_learn"
    title = "No music among these files"


@dataclass(frozen=True)
class Source:
    """A file that was handed in."""

    name: str
    sha256: str
    kind: UploadKind
    path: Path
    facts: FileFacts = _NO_FACTS


@dataclass(frozen=True)
class Prepared:
    """notes: what else its owner should know."""

    pieces: list[Piece] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def keep(self, folder: Path, of: str) -> None:
        """All of it or nothing. of: what it was made from, as `name_of` says it."""
        beside = folder / f"{_NAME}.new"
        beside.write_bytes(_KEPT.dump_json((of, self)))
        beside.replace(folder / _NAME)

    def need_pieces(self) -> None:
        """Raises NothingToLearn, with the reasons."""
        if self.pieces:
            return
        why = "; ".join(f"{one.name}: {one.why}" for one in self.skipped[:_REASONS])
        raise NothingToLearn(
            f"None of these {len(self.skipped)} files can be learned from ({why}).",
            field="uploads",
            next_step="Hand in music, as sound or MIDI: whole pieces are best.",
        )

    @property
    def whole(self) -> bool:
        """Whether its files are still there."""
        paths = [path for piece in self.pieces for path in (piece.bars, *(one.audio for one in piece.segments))]
        return all(path.is_file() for path in paths if path is not None)


_KEPT: Final = TypeAdapter(tuple[str, Prepared])


def kept(folder: Path, of: str) -> Prepared | None:
    """What was made of the very same files before, if all of it is there."""
    try:
        known, prepared = _KEPT.validate_json((folder / _NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    return prepared if known == of and prepared.whole else None


def name_of(sources: Sequence[Source], *how: Any) -> str:
    """The same for the same files, named and described alike, prepared in the same way."""
    told = [(one.name, one.sha256, one.kind.value, one.facts.model_dump()) for one in sources]
    return hashlib.sha256(repr((how, told)).encode()).hexdigest()
