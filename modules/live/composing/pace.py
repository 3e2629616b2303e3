"""The tempo of a stream: it glides after the mood, a little every bar."""

from typing import Final

import numpy as np

from models.live import FASTEST, SLOWEST
from modules.composing.planning.pace import natural
from modules.composing.styles.style import Style
from modules.live.composing.likeness import Likeness
from modules.live.composing.thread import Thread
from modules.score.tempo import MICROSECONDS as A_MINUTE

GLIDE: Final = 0.03
"""The share of its tempo that a bar may be faster or slower than the one before."""
_SWAY: Final = 0.2
"""Octaves that the mood moves a tempo that was asked for."""


def tempo_for(style: Style, asked: float | None, arousal: float, likeness: Likeness | None = None) -> float:
    """Quarters a minute where the mood has been for long enough."""
    if asked is not None:
        return float(np.clip(asked * 2.0 ** (_SWAY * arousal), SLOWEST, FASTEST))
    found = float(natural(style, np.array([arousal]))[0])
    if likeness is not None:
        found = likeness.nearer(found, style.tempo)
    return float(np.clip(found, SLOWEST, FASTEST))


def quarter_after(thread: Thread, style: Style, arousal: float) -> int:
    """Microseconds of a quarter in the next bar."""
    wanted = tempo_for(style, thread.asked_tempo, arousal, thread.likeness)
    if thread.index:
        wanted = float(np.clip(wanted, thread.tempo * (1 - GLIDE), thread.tempo * (1 + GLIDE)))
    return round(A_MINUTE / wanted)
