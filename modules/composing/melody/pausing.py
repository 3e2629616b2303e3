"""Where people fall silent between phrases: judged quarter by quarter from what plays beneath, as fills do and held
chords do not.
"""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from modules.composing.bars import BAR, DURATION, PITCH, SLOT, Floats, Ints
from modules.composing.melody.backing import Backing

WEIGHTS: Final = Path(__file__).parent / "weights" / "pauses.npz"
_AROUND: Final = 4
"""Quarters either side that are looked at."""
_FOUR: Final = 4
_HIGH, _LOW = 64, 52


def quarters(backing: Backing) -> Ints:
    """[quarters, 3] the sixteenth with which each begins, its bar, and its place in the bar."""
    rows = [
        (start + slot, bar, slot // _FOUR)
        for bar, (start, length) in enumerate(zip(backing.lines[:-1], backing.bars.lengths, strict=True))
        for slot in range(0, int(length), _FOUR)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def chances(backing: Backing) -> Floats:
    """[quarters] how likely people begin no note in each."""
    judge = _judge()
    known = (described(backing) - judge["mean"]) / judge["spread"]
    hidden = np.maximum(known @ judge["inner"] + judge["inner_bias"], 0.0)
    logits = hidden @ judge["outer"] + judge["outer_bias"]
    return np.asarray(1.0 / (1.0 + np.exp(logits[:, 0] - logits[:, 1])))


@cache
def _judge() -> dict[str, Floats]:
    with np.load(WEIGHTS) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def described(backing: Backing) -> Floats:
    """[quarters, features] what plays in each quarter and around it, and where in its section it lies."""
    places = quarters(backing)
    own = _played(backing, places)
    count = len(places)
    padded = np.pad(own, ((_AROUND, _AROUND), (0, 0)), mode="edge")
    near = [padded[step : step + count] for step in range(2 * _AROUND + 1)]
    return np.asarray(np.concatenate([*near, _placed(backing, places)], axis=1), dtype=np.float32)


def _played(backing: Backing, places: Ints) -> Floats:
    """[quarters, 12] strikes of six kinds against the usual quarter, length, heights, silence, a new chord, singing."""
    notes = backing.bars.notes
    begins, pitch = backing.lines[notes[:, BAR]] + notes[:, SLOT], notes[:, PITCH] - backing.shift[notes[:, BAR]]
    at = np.searchsorted(places[:, 0], begins, side="right") - 1
    bar, count = places[:, 1], len(places)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(at, weights=values, minlength=count))

    moments = np.unique(np.stack([begins, at], axis=1), axis=0)[:, 1]
    struck = total(np.ones(len(notes)))
    slot = notes[:, SLOT]
    kinds = [struck, np.bincount(moments, minlength=count), total(pitch >= _HIGH), total(pitch < _LOW)]
    kinds += [total(slot % 4 > 0), total(slot % 2 == 1)]
    sung = backing.sung[bar]
    among = sung if sung.any() else ~sung
    usual = [np.minimum(kind / (np.median(kind[among]) + 0.5), 4.0) for kind in kinds]
    top = np.zeros(count)
    np.maximum.at(top, at, pitch.astype(float))
    whole = np.maximum(struck, 1)
    heights = [_against(top, struck), _against(total(pitch) / whole, struck)]
    chord = backing.bars.chords[bar, np.minimum(places[:, 2], _FOUR - 1)]
    fresh = np.append(True, np.diff(chord) != 0)
    return np.stack([*usual, total(notes[:, DURATION]) / whole / 8, *heights, struck == 0, fresh, sung], axis=1)


def _against(height: Floats, struck: Floats) -> Floats:
    """In octaves from the middle one; 0 where nothing is struck."""
    heard = struck > 0
    return np.where(heard, (height - np.median(height[heard])) / 12, 0.0) if heard.any() else np.zeros(len(height))


def _placed(backing: Backing, places: Ints) -> Floats:
    """[quarters, 37] where in its four bars each lies, counted from its section and from where singing began."""
    bar, place = places[:, 1], np.minimum(places[:, 2], _FOUR - 1)
    count = len(backing.bars)
    inside, left = np.zeros(count, dtype=int), np.zeros(count, dtype=int)
    for stretch in backing.stretches:
        inside[stretch.start : stretch.end] = np.arange(stretch.end - stretch.start)
        left[stretch.start : stretch.end] = np.arange(stretch.end - stretch.start)[::-1]
    begun = np.maximum.accumulate(np.where(~backing.sung, np.arange(count) + 1, 0))
    running = np.arange(count) + 1 - begun
    counted = [np.eye(16)[(which[bar] % _FOUR) * _FOUR + place] for which in (inside, running)]
    distances = [np.minimum(which[bar], _FOUR) / _FOUR for which in (left, inside, running)]
    tempo = np.log(np.clip(np.nan_to_num(backing.tempo, nan=100.0), 40, 240)[bar] / 90)
    dense = np.full(len(bar), np.log(max(len(backing.bars.notes), 1) / max(count, 1)))
    return np.concatenate([*counted, np.stack([*distances, tempo, dense], axis=1)], axis=1)
