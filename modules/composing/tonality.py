"""The key of a set of notes, and the way home to C major or A minor."""

import numpy as np

from modules.composing.bars import Floats

MAJOR, MINOR = 0, 1
_PROFILES = np.array(
    [
        [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
        [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
    ],
)
_SCALE = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], dtype=bool)


def correlations(histogram: Floats) -> Floats:
    """[2, 12] how well every major and minor key (Krumhansl and Kessler's profiles) fits a pitch-class histogram
    [12].
    """
    centred = histogram - histogram.mean()
    profiles = _PROFILES - _PROFILES.mean(axis=1, keepdims=True)
    fits = np.array([[np.dot(np.roll(profile, tonic), centred) for tonic in range(12)] for profile in profiles])
    norm = np.linalg.norm(profiles, axis=1, keepdims=True) * (np.linalg.norm(centred) + 1e-9)
    return np.asarray(fits / norm, dtype=np.float32)


def estimate(histogram: Floats) -> tuple[int, int]:
    """(tonic, mode) of a pitch-class histogram [12] weighted by duration."""
    mode, tonic = np.unravel_index(int(np.argmax(correlations(histogram))), (2, 12))
    return int(tonic), int(mode)


def home(tonic: int, mode: int) -> int:
    """Semitones (-6..5) that bring a key to C major or A minor."""
    return (-(tonic + (3 if mode == MINOR else 0)) + 6) % 12 - 6


def mode_at_home(histogram: Floats) -> int:
    """Major or minor, for notes already in C major or A minor."""
    fits = correlations(histogram)
    return MAJOR if fits[MAJOR, 0] >= fits[MINOR, 9] else MINOR


def inside(histogram: Floats, shift: int) -> float:
    """Share of a pitch-class histogram [12] that lies in C major after the shift."""
    return float(np.roll(histogram, shift)[_SCALE].sum() / max(float(histogram.sum()), 1e-9))
