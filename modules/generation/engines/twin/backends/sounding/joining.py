"""Long sound from a network that makes short ones: each goes on from the end of the one before, which it hears."""

from collections.abc import Callable
from typing import Final

import numpy as np

from modules.audio.clip import Clip

_FADE: Final = 0.02
_LEAST: Final = 0.1
More = Callable[[float, Clip | None, int], Clip]
"""Makes so many seconds, the clip before them included where there is one; its number is for the seed."""


def continued(seconds: float, longest: float, kept: float, rate: int, more: More) -> Clip:
    """Exactly so many seconds, at most longest at once, of which kept are heard again."""
    frames, sound = round(seconds * rate), more(min(seconds, longest), None, 0).samples
    fade, number = round(_FADE * rate), 0
    while frames - len(sound) > _LEAST * rate:
        number += 1
        tail = sound[-round(kept * rate) :]
        new = more(min(longest, (len(tail) + frames - len(sound)) / rate), Clip(tail, rate), number).samples
        if len(new) <= len(tail):
            break
        share = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
        bridge = sound[-fade:] * (1 - share) + new[len(tail) - fade : len(tail)] * share
        sound = np.concatenate([sound[:-fade], bridge, new[len(tail) :]])
    silent = np.zeros((max(frames - len(sound), 0), sound.shape[1]), np.float32)
    return Clip(np.concatenate([sound[:frames], silent]), rate)
