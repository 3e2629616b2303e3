"""How alike two pieces of music are, from 0 to 1: the mean of five likenesses that know nothing of how a blend is made.

- chroma: the overlap of how long each of the twelve pitch classes sounds
- rhythm: the overlap of how often each time between two onsets occurs (in seconds, by quarters of an octave)
- register: one less the mean distance between the pitches of both, in two octaves
- density: how near onsets a second are, an octave apart being a half
- instruments: the overlap of how many notes each family of General MIDI has, drums being one of their own

The measure was fixed before any blend was measured with it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modules.score.score import Score
from modules.score.sustain import sustained

Floats = npt.NDArray[np.float64]
TOGETHER = 0.03
"""Seconds within which onsets are one."""
DRUMS = 16
"""The family that comes after General MIDI's sixteen."""
_GAPS = np.exp2(np.arange(-4.0, 2.26, 0.25))
_WIDE = 24.0


@dataclass(frozen=True)
class Features:
    chroma: Floats
    gaps: Floats
    pitches: Floats
    density: float
    families: Floats


def features(score: Score, start: float = 0.0, end: float = float("inf")) -> Features:
    """Of the notes that begin between two seconds."""
    notes = notes_of(score)
    inside = notes[(notes[:, 0] >= start) & (notes[:, 0] < end)]
    pitched = inside[inside[:, 3] < DRUMS]
    lasting = np.minimum(pitched[:, 1], end) - pitched[:, 0]
    chroma = np.bincount(pitched[:, 2].astype(int) % 12, weights=lasting, minlength=12)
    onsets = np.sort(inside[:, 0])
    moments = onsets[np.append(True, np.diff(onsets) > TOGETHER)] if len(onsets) else onsets
    counted, _ = np.histogram(np.diff(moments), _GAPS)
    smooth = np.convolve(counted, [0.25, 0.5, 0.25], "same")
    span = (min(end, float(notes[:, 1].max())) - start) if len(notes) else 1.0
    families = np.bincount(inside[:, 3].astype(int), minlength=DRUMS + 1)
    pitches = np.sort(pitched[:, 2])
    return Features(_shares(chroma), _shares(smooth), pitches, len(moments) / max(span, 1e-3), _shares(families))


def notes_of(score: Score) -> Floats:
    """[notes, 4] start and end in seconds, pitch, family."""
    rows = [
        (note.start, note.end, note.pitch, DRUMS if track.is_drum else track.program // 8)
        for track in map(sustained, score.tracks)
        for note in track.notes
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    table[:, :2] = score.tempo_map.seconds(table[:, :2])
    return table


def likeness(one: Features, two: Features) -> dict[str, float]:
    """Each of the five by name, and `all`, their mean."""
    found = {
        "chroma": _overlap(one.chroma, two.chroma),
        "rhythm": _overlap(one.gaps, two.gaps),
        "register": _near(one.pitches, two.pitches),
        "density": float(2.0 ** -abs(np.log2(max(one.density, 1e-3) / max(two.density, 1e-3)))),
        "instruments": _overlap(one.families, two.families),
    }
    return found | {"all": float(np.mean(list(found.values())))}


def _shares(counted: npt.NDArray[np.generic]) -> Floats:
    values = counted.astype(np.float64)
    return values / max(float(values.sum()), 1e-9)


def _overlap(one: Floats, two: Floats) -> float:
    return float(np.minimum(one, two).sum())


def _near(one: Floats, two: Floats) -> float:
    """By the distance that pitches have to be moved, on average."""
    if not len(one) or not len(two):
        return 0.0
    places = (np.arange(64) + 0.5) / 64
    moved = np.abs(np.quantile(one, places) - np.quantile(two, places)).mean()
    return float(max(1.0 - moved / _WIDE, 0.0))


def spearman(one: list[float], two: list[float]) -> float:
    """The correlation of ranks, ties sharing theirs; 0 where one never changes."""
    first, second = _ranks(one), _ranks(two)
    spread = float(first.std() * second.std())
    return float(((first - first.mean()) * (second - second.mean())).mean() / spread) if spread else 0.0


def _ranks(values: list[float]) -> Floats:
    ordered = np.sort(np.round(values, 9))
    low = np.searchsorted(ordered, np.round(values, 9), side="left")
    high = np.searchsorted(ordered, np.round(values, 9), side="right")
    return np.asarray((low + high - 1) / 2.0)
