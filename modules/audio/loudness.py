"""How loud sound is: integrated loudness after EBU R 128, measured in stretches to need little memory."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import pyloudnorm
from scipy import signal

from modules.audio.clip import Check, Clip, Samples, never

SILENT: Final = -math.inf
_STRETCH: Final = 441_000
_PARTS: Final = 4
"""A gating block of 400 ms is four parts of 100 ms."""
_ABSOLUTE_GATE: Final = -70.0
_RELATIVE_GATE: Final = -10.0
_OFFSET: Final = -0.691

Energies = npt.NDArray[np.float64]
"""[parts]: the mean square of each 100 ms after K-weighting, summed over the channels."""


def integrated_loudness(clip: Clip, check: Check = never) -> float:
    """LUFS, -inf for silence. Shorter than a gating block, it is measured as it stands, without gates."""
    return gated(part_energies(clip.samples, clip.rate, check))


def part_energies(samples: Samples, rate: int, check: Check = never) -> Energies:
    """The energies that `gated` needs; an incomplete last part counts only where it is the only one."""
    channels = [channel_energies(samples[:, channel], rate, check) for channel in range(samples.shape[1])]
    return np.asarray(np.sum(channels, axis=0))


def channel_energies(samples: npt.NDArray[np.float32], rate: int, check: Check = never) -> Energies:
    """The same for one channel, [frames]; those of several channels add up."""
    sections = _k_weighting(rate)
    state = np.zeros((len(sections), 2))
    length = max(rate // 10, 1)
    stretch = max(_STRETCH // length, 1) * length
    sums = []
    for start in range(0, len(samples), stretch):
        check()
        raw = samples[start : start + stretch].astype(np.float64)
        weighted, state = signal.sosfilt(sections, raw, zi=state)
        sums.append(np.add.reduceat(np.square(weighted), np.arange(0, len(weighted), length)))
    energies = np.concatenate([np.zeros(0), *sums])
    whole = len(samples) // length
    return np.asarray(energies[:whole] / length if whole else energies[:1].sum(keepdims=True) / max(len(samples), 1))


def gated(energies: Energies) -> float:
    """LUFS of parts of 100 ms."""
    if len(energies) < _PARTS:
        return _lufs(float(energies.mean()))
    running = np.concatenate([[0.0], np.cumsum(energies)])
    blocks = np.maximum(running[_PARTS:] - running[:-_PARTS], 0.0) / _PARTS
    loud = blocks[blocks > 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)]
    if not len(loud):
        return SILENT
    louder = loud[loud > loud.mean() * 10 ** (_RELATIVE_GATE / 10)]
    return _lufs(float(louder.mean()))


def _lufs(energy: float) -> float:
    return _OFFSET + 10 * math.log10(energy) if energy > 1e-14 else SILENT


def _k_weighting(rate: int) -> npt.NDArray[np.float64]:
    filters = pyloudnorm.Meter(rate)._filters.values()  # noqa: SLF001 the library's coefficients, run here in stretches
    return np.array([[*stage.b, *stage.a] for stage in filters])
