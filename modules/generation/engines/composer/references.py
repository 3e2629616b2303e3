"""The pieces somebody wants music like: read, brought home to C major or A minor, the unusable ones told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from symusic.core import ScoreSecond, ScoreTick

from models.errors import Invalid
from modules.composing import controls, scores
from modules.composing.bars import Bars
from modules.composing.controls import Controls
from modules.composing.songs import Song
from modules.generation.engine import Material
from modules.generation.engines.composer.options import ComposerOptions, FoundFor
from modules.generation.progress import Progress

LONGEST: Final = 30 * 60.0
FEWEST_BARS: Final = 4
_METRES: Final = (8, 12, 16)
"""Sixteenths of the bars we write."""
_TOLD: Final = 5
"""How many refused references a message names."""


class NoReference(Invalid):
    code = "composer.no_reference"
    title = "No reference can be used"


class _Unusable(Exception):
    """Why a file cannot be a reference, for its owner to read."""


@dataclass(frozen=True)
class Reference:
    """name: the upload's. sha256: of the file. found: for which track, where it is one of a collection."""

    name: str
    sha256: str
    song: Song
    found: FoundFor | None = None

    @property
    def told(self) -> dict[str, str]:
        """For the record."""
        more = {"track": self.found.track, "level": self.found.level.value} if self.found else {}
        return {"name": self.name, "sha256": self.sha256, **more}

    @property
    def found_for(self) -> str:
        return f" ({self.found.level.value} for {self.found.track})" if self.found else ""

    @property
    def bars(self) -> Bars:
        return self.song.bars

    @property
    def controls(self) -> Controls:
        """What its bars are like."""
        return controls.measure(self.bars, self.song.tempo, self.song.mode)

    @property
    def tempo(self) -> float:
        return float(np.median(self.song.tempo))


@dataclass(frozen=True)
class References:
    """What can be used, and why each of the rest cannot."""

    used: tuple[Reference, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def tempo(self) -> float | None:
        """Quarters a minute of the middle one."""
        return float(np.median([one.tempo for one in self.used])) if self.used else None

    @property
    def mode(self) -> int | None:
        """That of most of them."""
        return int(np.median([one.song.mode for one in self.used])) if self.used else None


def read_references(options: ComposerOptions, materials: Mapping[str, Material], progress: Progress) -> References:
    """Raises NoReference when there are some and none can be used."""
    used, skipped = [], []
    for upload_id in progress.each(options.references, "reading references"):
        upload = materials[upload_id].upload
        try:
            song = _song(materials[upload_id])
        except _Unusable as error:
            skipped.append((upload.name, str(error)))
        else:
            used.append(Reference(upload.name, upload.sha256, song, options.matched.get(upload_id)))
    if options.references and not used:
        raise _none(skipped)
    return References(tuple(used), tuple(skipped))


def need_one(ids: Sequence[str], materials: Mapping[str, Material]) -> None:
    """Raises NoReference when all of them are there and none can be used; reads only until one can."""
    skipped = []
    if any(upload_id not in materials for upload_id in ids):
        return
    for upload_id in ids:
        try:
            _song(materials[upload_id])
        except _Unusable as error:
            skipped.append((materials[upload_id].upload.name, str(error)))
        else:
            return
    if skipped:
        raise _none(skipped)


def _none(skipped: Sequence[tuple[str, str]]) -> NoReference:
    reasons = "; ".join(f"{name}: {why}" for name, why in skipped[:_TOLD])
    return NoReference(
        f"None of the references can be used. {reasons}.",
        field="options.like",
        next_step="Hand in MIDI files with a tempo, in 4/4, 3/4, 2/4 or 6/8, from four bars up to half an hour.",
    )


def _song(material: Material) -> Song:
    data, name = material.path.read_bytes(), material.upload.name
    try:
        score = ScoreTick.from_midi(data)
    except (RuntimeError, ValueError):
        raise _Unusable("it is no MIDI file, or too damaged to be read") from None
    _look(score, data)
    try:
        song = scores.read(data, name, "other")
    except scores.NothingToRead as error:
        raise _Unusable(f"too little or too much to learn from ({error})") from None
    if len(song.bars) < FEWEST_BARS:
        raise _Unusable(f"it has only {len(song.bars)} bars")
    if np.isin(song.bars.lengths, _METRES).mean() < 0.5:
        raise _Unusable("most of its bars are in a metre we do not write in")
    return song


def _look(score: ScoreTick, data: bytes) -> None:
    """What can be told before the notes are read."""
    if not any(len(track.notes) for track in score.tracks):
        raise _Unusable("it has no notes")
    if not any(len(track.notes) for track in score.tracks if not track.is_drum):
        raise _Unusable("it has only drums")
    if not len(score.tempos):
        raise _Unusable("it has no tempo, so nobody knows where its beats are")
    seconds = float(ScoreSecond.from_midi(data).end())
    if seconds > LONGEST:
        raise _Unusable(f"it lasts {seconds / 60:,.0f} minutes; at most {LONGEST / 60:.0f} can be learned from")
