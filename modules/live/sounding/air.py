"""What lies between the band and the ear: the room, and a ceiling that nothing goes through."""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import fft

from modules.audio.clip import Samples
from modules.audio.reverb import impulse_response

WET: Final = 0.2
"""The share of the room."""
GAIN: Final = 1.3
"""The wildest music then has about -15 LUFS, and the calmest about ten less."""
KNEE: Final = 0.7
"""Below it everything stays as it is; above, it nears 1 and never reaches it."""


class Air:
    """Stretches of any length that follow each other: the room answers over their borders."""

    def __init__(self) -> None:
        self._response = impulse_response()
        self._tail: npt.NDArray[np.float32] = np.zeros((2, self._response.shape[1] - 1), dtype=np.float32)
        self._spectra: dict[int, npt.NDArray[np.complex64]] = {}

    def through(self, dry: Samples) -> Samples:
        """[frames, 2] as it is heard."""
        frames = len(dry)
        size = fft.next_fast_len(frames + self._tail.shape[1], real=True)
        answers = fft.irfft(fft.rfft(dry.mean(axis=1) * np.float32(WET), size) * self._spectrum(size), size)
        answers = answers[:, : frames + self._tail.shape[1]].astype(np.float32)
        answers[:, : self._tail.shape[1]] += self._tail
        self._tail = answers[:, frames:].copy()
        return _below_the_ceiling((dry + answers[:, :frames].T) * np.float32(GAIN))

    def _spectrum(self, size: int) -> npt.NDArray[np.complex64]:
        """Of the room; bars of a stream are of a few lengths only, and the last few are kept."""
        if size not in self._spectra:
            while len(self._spectra) >= 3:
                self._spectra.pop(next(iter(self._spectra)))
            self._spectra[size] = fft.rfft(self._response, size)
        return self._spectra[size]


def _below_the_ceiling(samples: Samples) -> Samples:
    high = np.abs(samples)
    over = high > KNEE
    if over.any():
        bent = KNEE + (1 - KNEE) * np.tanh((high[over] - KNEE) / (1 - KNEE))
        samples[over] = np.sign(samples[over]) * bent
    return samples
