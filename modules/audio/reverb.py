"""A room to play in: linear, so that what the room answers to each stem adds up to what it answers to all."""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import fft

from modules.audio.clip import RATE, Check, Samples

_BLOCK: Final = 1 << 18
_BATCH: Final = 4
"""Blocks transformed together: faster, and always as many, so that the result never depends on the length."""
_SECONDS: Final = 1.5
_EDGES: Final = (125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0)
_DECAYS: Final = (1.0, 1.25, 1.35, 1.3, 1.2, 1.0, 0.7, 0.45)
"""Seconds to -60 dB, below, between and above the edges in hertz."""
_COLOUR: Final = (0.15, 0.6, 0.9, 1.0, 1.0, 0.85, 0.55, 0.3)
_PREDELAY: Final = 0.014
_SWELL: Final = 0.025
_EARLY: Final = (
    ((0.0113, 0.62), (0.0191, -0.45), (0.0277, 0.38), (0.0391, -0.30), (0.0533, 0.22)),
    ((0.0127, 0.60), (0.0173, -0.47), (0.0301, 0.36), (0.0367, -0.31), (0.0571, 0.21)),
)
"""Seconds and strength of the first echoes, left and right."""
_EARLY_SHARE: Final = 0.35
_SEED: Final = 1_618


class Room:
    """Heard from the middle of the stage; adding it to a stem changes nothing but that stem."""

    def __init__(self) -> None:
        response = impulse_response()
        self._hop = _BLOCK - response.shape[1] + 1
        self._spectra: npt.NDArray[np.complex64] = fft.rfft(response, _BLOCK)

    def add(self, samples: Samples, amount: float, check: Check) -> None:
        """Add the room's answer to samples, [frames, 2], in place; amount is its share, 0 for none."""
        if amount <= 0:
            return
        carry = np.zeros((2, _BLOCK - self._hop), dtype=np.float32)
        for start in range(0, len(samples), self._hop * _BATCH):
            check()
            self._add_batch(samples[start : start + self._hop * _BATCH], amount, carry, check)

    def _add_batch(self, samples: Samples, amount: float, carry: npt.NDArray[np.float32], check: Check) -> None:
        sent = self._sent(samples, amount)
        if not sent.any() and not carry.any():
            return
        spectrum = fft.rfft(sent)
        for side in range(2):
            check()
            answers = fft.irfft(spectrum * self._spectra[side], _BLOCK)
            for block, answer in enumerate(answers):
                out = samples[block * self._hop : (block + 1) * self._hop, side]
                answer[: carry.shape[1]] += carry[side]
                out += answer[: len(out)]
                carry[side] = answer[self._hop :]

    def _sent(self, samples: Samples, amount: float) -> npt.NDArray[np.float32]:
        """[batch, block] of what goes into the room: both sides together, a hop in every block."""
        mono = np.zeros(_BATCH * self._hop, dtype=np.float32)
        np.add(samples[:, 0], samples[:, 1], out=mono[: len(samples)])
        sent = np.zeros((_BATCH, _BLOCK), dtype=np.float32)
        np.multiply(mono.reshape(_BATCH, self._hop), np.float32(amount / 2), out=sent[:, : self._hop])
        return sent


def impulse_response() -> npt.NDArray[np.float32]:
    """[2, frames] of a small hall: a few early echoes, then noise whose highs die sooner; as loud as what goes in."""
    frames = round(_SECONDS * RATE)
    time = np.arange(frames) / RATE
    noise = fft.rfft(np.random.RandomState(_SEED).standard_normal((2, frames)))
    late = np.zeros((2, frames))
    masks = _bands(fft.rfftfreq(frames, 1 / RATE))
    for mask, decay, colour in zip(masks, _DECAYS, _COLOUR, strict=True):
        late += colour * fft.irfft(noise * mask, frames) * 10.0 ** (-3.0 * time / decay)
    late *= np.clip((time - _PREDELAY) / _SWELL, 0.0, 1.0)
    late /= np.sqrt((late**2).sum(axis=1, keepdims=True))
    early = np.zeros((2, frames))
    for side, echoes in enumerate(_EARLY):
        for delay, strength in echoes:
            early[side, round(delay * RATE)] = strength
    early /= np.sqrt((early**2).sum(axis=1, keepdims=True))
    response = np.sqrt(1 - _EARLY_SHARE) * late + np.sqrt(_EARLY_SHARE) * early
    return np.asarray(response, dtype=np.float32)


def _bands(frequencies: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """[bands, frequencies] that add up to one, crossing over within an octave around each edge."""
    octaves = np.log2(np.maximum(frequencies, 1.0))
    rising = [0.5 - 0.5 * np.cos(np.pi * np.clip(octaves - np.log2(edge) + 0.5, 0.0, 1.0)) for edge in _EDGES]
    steps = np.stack([np.ones_like(octaves), *rising, np.zeros_like(octaves)])
    return np.asarray(steps[:-1] - steps[1:])
