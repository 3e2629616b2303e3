"""Whether composed music resembles real music: entropy, scale, groove, lengths, intervals, and how it returns."""

import numpy as np
import numpy.typing as npt

from modules.composing.bars import BAR, DURATION, MELODY, PART, PITCH, SLOT, Bars, duration_bins

Floats = npt.NDArray[np.float64]
_SCALE = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], dtype=bool)
SCALARS = ("entropy", "scale", "groove")
HISTOGRAMS = ("lengths", "intervals")
_ALIKE = 0.75


def entropy(bars: Bars) -> float:
    """Of pitch classes, in bits."""
    shares = np.bincount(bars.notes[:, PITCH] % 12, minlength=12) / max(len(bars.notes), 1)
    return -float(sum(share * np.log2(share) for share in shares if share > 0))


def scale(bars: Bars) -> float:
    """Share of the notes in the scale that holds most of them."""
    shares = np.bincount(bars.notes[:, PITCH] % 12, minlength=12) / max(len(bars.notes), 1)
    return max(float(np.roll(_SCALE, shift) @ shares) for shift in range(12))


def groove(bars: Bars) -> float:
    """How alike the onsets of neighbouring bars are: 1 is the same."""
    table = np.zeros((len(bars), 16), dtype=bool)
    table[bars.notes[:, BAR], bars.notes[:, SLOT]] = True
    return float(1 - np.mean(table[1:] != table[:-1])) if len(bars) > 1 else 1.0


def lengths(bars: Bars) -> Floats:
    return np.bincount(duration_bins(bars.notes[:, DURATION]), minlength=16).astype(np.float64)


def intervals(bars: Bars) -> Floats:
    """Of the melody, an octave down to an octave up."""
    notes = bars.notes[bars.notes[:, PART] == MELODY]
    onset = notes[:, BAR] * 16 + notes[:, SLOT]
    _, last = np.unique(onset[::-1], return_index=True)
    steps = np.clip(np.diff(notes[::-1][last][:, PITCH]), -12, 12) + 12
    return np.bincount(steps, minlength=25).astype(np.float64)


def ratios(made: list[Bars], real: list[Bars], splits: int = 40) -> dict[str, tuple[float, float, float]]:
    """(distance of made to real, distance of two halves of the real to each other, the first by the second).

    Scalars are compared by the mean distance of their sorted values, histograms by the area that they do not share.
    """
    rng = np.random.default_rng(1)
    found = {}
    for name in (*SCALARS, *HISTOGRAMS):
        measure = globals()[name]
        apart = _apart if name in SCALARS else _outside
        mine, theirs = [measure(bars) for bars in made], [measure(bars) for bars in real]
        halves = []
        for _ in range(splits):
            order = rng.permutation(len(theirs))
            half = len(order) // 2
            halves.append(apart([theirs[k] for k in order[:half]], [theirs[k] for k in order[half:]]))
        distance, ordinary = apart(mine, theirs), float(np.mean(halves))
        found[name] = (distance, ordinary, distance / max(ordinary, 1e-9))
    return found


def _apart(one: list[float], two: list[float]) -> float:
    places = np.linspace(0, 1, 101)
    return float(np.mean(np.abs(np.quantile(one, places) - np.quantile(two, places))))


def _outside(one: list[Floats], two: list[Floats]) -> float:
    first, second = np.sum(one, axis=0), np.sum(two, axis=0)
    return 1 - float(np.minimum(first / first.sum(), second / second.sum()).sum())


def returning(bars: Bars) -> float:
    """Share of the bars that have a like bar at least four bars away."""
    alike = _similarity(bars)
    far = np.abs(np.subtract.outer(np.arange(len(bars)), np.arange(len(bars)))) >= 4
    return float(np.mean((alike * far).max(axis=1) > _ALIKE))


def period(bars: Bars) -> int:
    """Bars after which the music is most like itself: its phrases or sections."""
    alike = _similarity(bars)
    most = min(16, len(bars) // 2)
    means = [np.diagonal(alike, lag).mean() + 0.002 * lag for lag in range(2, most + 1)]
    return 2 + int(np.argmax(means)) if means else 0


def _similarity(bars: Bars) -> Floats:
    """[bars, bars] cosine of onsets with their pitch classes, any octave."""
    table = np.zeros((len(bars), 16 * 12))
    np.add.at(table, (bars.notes[:, BAR], bars.notes[:, SLOT] * 12 + bars.notes[:, PITCH] % 12), 1.0)
    table = np.minimum(table, 1)
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    similarity: Floats = unit @ unit.T
    return similarity
