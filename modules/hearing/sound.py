"""`Sound`: what is to be heard, as one channel at the rate that every part of hearing works at."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from models.errors import Invalid
from modules.audio.clip import Check, never
from modules.audio.decoding import Source, decode_audio

Floats = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
RATE: Final = 22_050
HOP: Final = 256
FRAMES_A_SECOND: Final = RATE / HOP
"""Everything that is measured frame by frame is measured so often."""
LONGEST: Final = 15 * 60.0
"""Seconds that are listened to; the rest of a longer file is not heard, and said so."""
SHORTEST: Final = 0.1


class TooShort(Invalid):
    code = "hearing.too_short"
    title = "Too short to hear anything"


@dataclass(frozen=True, eq=False)
class Sound:
    """samples: [frames] at RATE, without a constant part. notes: what a person should know about the file."""

    samples: Floats
    notes: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def sound_of(source: Source, check: Check = never) -> Sound:
    """Decode a file as far as LONGEST. Raises what `decode_audio` raises, and TooShort."""
    decoded = decode_audio(source, RATE, mono=True, max_seconds=LONGEST, check=check)
    return prepared(decoded.clip.samples[:, 0], tuple(decoded.notes))


def prepared(samples: Floats, notes: tuple[str, ...] = ()) -> Sound:
    """Samples at RATE as a sound: numbers only, without a constant part."""
    if len(samples) < SHORTEST * RATE:
        raise TooShort(
            f"The sound lasts {len(samples) / RATE:.2f} seconds.",
            next_step="Send a few seconds at least; eight bars are enough for tempo and key.",
        )
    known = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32)
    return Sound(known - known.mean(dtype=np.float64).astype(np.float32), notes)
