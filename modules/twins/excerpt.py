"""A short stretch of a sound at a low rate, as a WAV file in memory: enough to say what it sounds like."""

import io

import numpy as np
import soundfile
from scipy.signal import resample_poly

from modules.audio.clip import RATE, Samples


def excerpt(samples: Samples, seconds: float, rate: int) -> bytes:
    """samples: [frames, 1] at RATE; from the middle, where a piece is most itself. rate: in whole hundreds."""
    length = round(seconds * RATE)
    begin = max((len(samples) - length) // 2, 0)
    low = resample_poly(samples[begin : begin + length, 0], rate // 100, RATE // 100)
    file = io.BytesIO()
    soundfile.write(file, np.clip(low, -1, 1), rate, format="WAV", subtype="PCM_16")
    return file.getvalue()
