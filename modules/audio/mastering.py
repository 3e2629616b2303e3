"""Mastering: one gain curve, found on the sum of all stems and applied to each, so that they add up to the mix."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import RATE, Check, Samples, never
from modules.audio.crew import Crew
from modules.audio.limiter import BLOCK, BlockPeaks, Curve, limiting_curve, per_frame
from modules.audio.loudness import SILENT, Energies, channel_energies, gated
from modules.audio.peaks import highest_sample, stretches, true_peak

CEILING: Final = -1.0
"""dBTP."""
_MARGIN: Final = 0.15
"""dB kept from the ceiling, because a gain that moves can lift what lies between two samples."""
_MOST_GAIN: Final = 40.0
_MOST_LIMITING: Final = 5.0
"""dB. A mix that would need more stays quieter than asked, rather than being pressed flat."""
_MOST_MAKEUP: Final = 2.0
"""dB added for what the limiter takes away."""
_TRIES: Final = 4
_CLOSE: Final = 0.05
_SILENCE: Final = -100.0
_STRETCH: Final = BLOCK * 8192


@dataclass(frozen=True)
class Target:
    """loudness in LUFS; limit False changes the level only, by the same gain everywhere (for loops)."""

    loudness: float = -14.0
    ceiling: float = CEILING
    limit: bool = True
    fade_out: float = 0.0


@dataclass(frozen=True)
class Mastered:
    """What the mix measures after mastering: LUFS, dBTP, and how far the limiter came down, in dB."""

    loudness: float
    true_peak: float
    gain: float
    limiting: float


@dataclass(frozen=True)
class _Sound:
    """What has to be known about a mix to find its curve."""

    energies: Energies
    peaks: BlockPeaks


def master(mix: Samples, stems: Sequence[Samples], target: Target, crew: Crew) -> Mastered:
    """Change mix and stems, [frames, 2] each, in place; mix must be the sum of the stems."""
    energies = _energies(mix, crew)
    loudness = gated(energies)
    if loudness < _SILENCE:
        return Mastered(SILENT, true_peak(mix, crew.check), 0.0, 0.0)
    wanted = min(target.loudness - loudness, _MOST_GAIN)
    floor = _linear(target.ceiling - _MARGIN - wanted - _MOST_MAKEUP)
    highest = crew.results(
        [crew.submit(_mix_peaks, mix, floor), *(crew.submit(_stem_peaks, stem, floor) for stem in stems)]
    )
    sound = _Sound(energies, BlockPeaks(np.maximum.reduce([peaks.values for peaks in highest])))
    gain, curve = _curve(sound, wanted, target, crew.check)
    levels = _Levels(np.float32(gain), curve, len(mix), round(target.fade_out * RATE))
    crew.results([crew.submit(_apply, (mix, *stems), levels, start) for start in range(0, len(mix), _STRETCH)])
    peak = crew.submit(_true_peak, mix)
    loudness = gated(_energies(mix, crew))
    return Mastered(
        loudness, crew.results([peak])[0], _decibels(gain), max(0.0, -_decibels(float(curve.min(initial=1.0))))
    )


def _energies(samples: Samples, crew: Crew) -> Energies:
    sides = crew.results([crew.submit(_side_energies, samples[:, side]) for side in range(samples.shape[1])])
    return np.asarray(np.sum(sides, axis=0))


def _side_energies(check: Check, side: npt.NDArray[np.float32]) -> Energies:
    return channel_energies(side, RATE, check)


def _curve(sound: _Sound, wanted: float, target: Target, check: Check) -> tuple[float, Curve]:
    """The gain before the limiter, and its curve, that come closest to the loudness asked for."""
    ceiling = _linear(target.ceiling - _MARGIN)
    room = _decibels(ceiling / max(sound.peaks.highest, 1e-9))
    most = min(wanted + _MOST_MAKEUP, room + (_MOST_LIMITING if target.limit else 0.0))
    decibels = min(wanted, most)
    curve = limiting_curve(sound.peaks, _linear(decibels), ceiling)
    for _ in range(_TRIES):
        check()
        missing = target.loudness - gated(_limited(sound.energies, curve)) - decibels
        closer = min(decibels + missing, most)
        if abs(closer - decibels) < _CLOSE:
            break
        decibels = closer
        curve = limiting_curve(sound.peaks, _linear(decibels), ceiling)
    return _linear(decibels), curve


def _limited(energies: Energies, curve: Curve) -> Energies:
    """What the energies become under the curve, near enough for choosing the gain."""
    if curve.min(initial=1.0) >= 1.0:
        return energies
    edges = np.linspace(0, len(curve), len(energies) + 1).astype(np.int64)
    powers = np.add.reduceat(np.square(curve, dtype=np.float64), np.minimum(edges[:-1], len(curve) - 1))
    return np.asarray(energies * powers / np.maximum(np.diff(edges), 1))


@dataclass(frozen=True)
class _Levels:
    gain: np.float32
    curve: Curve
    frames: int
    fade: int

    def between(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        levels = per_frame(self.curve, start, stop) * self.gain
        left = self.frames - np.arange(start, stop)
        if self.fade and left[-1] < self.fade:
            levels *= np.clip(left / self.fade, 0.0, 1.0).astype(np.float32) ** 2
        return np.asarray(levels, dtype=np.float32)


def _apply(check: Check, sounds: Sequence[Samples], levels: _Levels, start: int) -> None:
    gains = np.repeat(levels.between(start, min(start + _STRETCH, levels.frames)), 2)
    for samples in sounds:
        check()
        flat = samples[start : start + _STRETCH].reshape(-1)
        flat *= gains


def _mix_peaks(check: Check, samples: Samples, floor: float) -> BlockPeaks:
    return BlockPeaks.of(stretches(samples, floor, check))


def _stem_peaks(check: Check, samples: Samples, floor: float) -> BlockPeaks:
    """A stem may go higher than the mix where others cancel it, and must not be cut off either."""
    if highest_sample(samples, check) <= floor:
        return BlockPeaks(np.zeros(-(-len(samples) // BLOCK)))
    return BlockPeaks.of(stretches(samples, None, check))


def _true_peak(check: Check, samples: Samples) -> float:
    return true_peak(samples, check)


def _linear(decibels: float) -> float:
    return float(10.0 ** (decibels / 20))


def _decibels(level: float) -> float:
    return 20 * math.log10(level)


def summed(stems: Sequence[Samples], into: Samples, check: Check = never) -> None:
    """Add the stems up, always in their order."""
    for start in range(0, len(into), _STRETCH):
        check()
        part = into[start : start + _STRETCH]
        part[:] = 0.0
        for stem in stems:
            part += stem[start : start + _STRETCH]
