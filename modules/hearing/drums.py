"""The grid of the drums: how strongly low, middle and high ones are struck at each step of each beat."""

from typing import Final

import numpy as np

from modules.hearing.findings import STEPS
from modules.hearing.sound import FRAMES_A_SECOND, Floats
from modules.score.score import Track
from modules.score.tempo import TempoMap

LOW, MIDDLE, HIGH = range(3)
_LOW_KEYS: Final = frozenset({35, 36, 41, 43, 45, 64, 66, 84})
_HIGH_KEYS: Final = frozenset({42, 44, 46, 49, 51, 52, 53, 55, 57, 59, 69, 70, 80, 81, 82})
_FEWEST, _MOST = 0.6, 1.4
"""How sharply the highest band rises, at its 99th percentile, where there are surely no drums, and surely some."""


def grid_of_rises(rise: Floats, beats: Floats) -> Floats:
    """[beats, 3, STEPS] of strokes heard in sound; all 0 where the piece has no strokes in the high band."""
    steps = _steps(beats)
    if not len(steps) or not len(rise):
        return np.zeros((len(beats), 3, STEPS), dtype=np.float32)
    frames = np.rint(steps * FRAMES_A_SECOND).astype(int)
    near = np.clip(frames[:, None] + np.arange(-2, 5), 0, len(rise) - 1)
    strongest = rise[near].max(axis=1)
    scale = np.percentile(rise, 99.5, axis=0) + 0.05
    grid = np.clip(strongest / scale, 0, 1.5) / 1.5
    grid = np.where(grid > 0.3, grid, 0.0)
    struck = percussive(rise)
    return np.asarray((grid * struck).reshape(len(beats), STEPS, 3).transpose(0, 2, 1), dtype=np.float32)


def percussive(rise: Floats) -> float:
    """0..1 how much of what begins is noise from low to high at once, as drums are."""
    if not len(rise):
        return 0.0
    high = rise[:, HIGH]
    strong = np.percentile(high, 99) if len(high) else 0.0
    return float(np.clip((strong - _FEWEST) / (_MOST - _FEWEST), 0, 1))


def grid_of_tracks(tracks: tuple[Track, ...], tempo_map: TempoMap, beats: Floats) -> Floats:
    """[beats, 3, STEPS] of the drums of a score."""
    grid = np.zeros((len(beats), 3, STEPS), dtype=np.float32)
    steps = _steps(beats)
    if not len(steps):
        return grid
    for track in tracks:
        times = tempo_map.seconds([note.start for note in track.notes])
        places = np.searchsorted(steps, times)
        before = np.clip(places - 1, 0, len(steps) - 1)
        after = np.clip(places, 0, len(steps) - 1)
        nearest = np.where(np.abs(steps[before] - times) < np.abs(steps[after] - times), before, after)
        for note, step in zip(track.notes, nearest.tolist(), strict=True):
            band = LOW if note.pitch in _LOW_KEYS else HIGH if note.pitch in _HIGH_KEYS else MIDDLE
            beat, place = divmod(step, STEPS)
            grid[beat, band, place] = max(grid[beat, band, place], note.velocity / 127)
    return grid


def _steps(beats: Floats) -> Floats:
    """[beats * STEPS] when every step of every beat comes."""
    if len(beats) < 2:
        return np.zeros(0)
    lengths = np.append(np.diff(beats), beats[-1] - beats[-2])
    return np.asarray((beats[:, None] + lengths[:, None] * np.arange(STEPS) / STEPS).reshape(-1))
