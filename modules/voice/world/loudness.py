"""How loud a phrase is sung: it opens and closes, high and stressed notes carry, and vowels are even."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from modules.voice.espeak import RATE
from modules.voice.world.speaking import FRAME, Floats
from modules.voice.world.timing import Sung

LEVEL: Final = -20.0
"""dB of a vowel in the middle of a phrase."""
_ARCH: Final = 2.6
_PEAK: Final = 0.5
_MOST: Final = 30.0
"""dB that a note is lifted or lowered at most."""


def even(samples: Floats, sung: Sequence[Sung], begin: float) -> Floats:
    """The phrase with every note's vowel as loud as it should be; begin is the time of the first sample."""
    times, gains = [], []
    first, last = sung[0].start, sung[-1].end
    middle = float(np.mean([note.pitch for one in sung for note in one.notes]))
    for one in sung:
        for note in one.notes:
            end = min(note.end, one.released) if note is one.notes[-1] else note.end
            start, end = note.start + 0.1 * (end - note.start), note.start + 0.85 * (end - note.start)
            level = _level(samples, start - begin, end - begin)
            if level is None:
                continue
            way = (note.start + 0.4 * note.seconds - first) / max(last - first, 1e-6)
            wish = LEVEL + _arch(way) + 0.12 * (note.pitch - middle) + (0.6 if one.syllable.stressed else -0.4)
            gain = float(np.clip(wish - level, -_MOST, _MOST))
            times += [start, max(end, start + 1e-4)]
            gains += [gain, gain]
    if not times:
        return samples
    clock = begin + np.arange(len(samples)) / RATE
    return limited(samples * 10 ** (np.interp(clock, np.maximum.accumulate(times), gains) / 20))


def limited(samples: Floats) -> Floats:
    """Where it would peak higher than a vowel does it is turned down, a few milliseconds around."""
    reach = int(0.006 * RATE) | 1
    high = uniform_filter1d(maximum_filter1d(np.abs(samples), 2 * reach + 1), reach)
    return np.asarray(samples / np.maximum(high / _PEAK, 1.0))


def _arch(way: float) -> float:
    """dB: softest at both ends, fullest at two thirds."""
    return float(-_ARCH * ((way - 0.6) / 0.6) ** 2)


def _level(samples: Floats, start: float, end: float) -> float | None:
    """The decibels between two times; None where it is silent."""
    part = samples[max(int(start * RATE), 0) : max(int(end * RATE), 0)]
    power = float(np.mean(part**2)) if len(part) > FRAME * RATE else 0.0
    return 10 * float(np.log10(power)) if power > 1e-9 else None
