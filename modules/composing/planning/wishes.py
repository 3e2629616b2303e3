"""What the network is asked for in every bar: busyness, fullness and register that fit mood, tempo and style."""

from typing import Final

import numpy as np

from modules.composing.bars import PARTS, Floats
from modules.composing.controls import STYLES, Controls
from modules.composing.planning.pace import natural
from modules.composing.styles.style import Style

_FILLED: Final = np.array([0.6, 0.4, 1.2])
"""How many octaves busier the bars of each part are for an octave that the asked tempo lies below the natural one: in
432 songs of POP909, none of them held out, slow bars hold more notes than the mood alone explains.
"""


def busyness(arousal: Floats, tempo: Floats) -> Floats:
    """How many more onsets a bar than ordinarily: fast music needs fewer of them to be as awake."""
    return np.asarray(2.0 ** (1.1 * arousal) * (tempo / 116.0) ** -0.6)


def wishes(style: Style, moods: Floats, tempo: Floats, energy: Floats, frame: tuple[Floats, Floats, float]) -> Controls:
    """Controls for bars. moods: [bars, 2]. frame: mode and shift to the asked key [bars], a bar's share of 4/4."""
    valence, arousal = moods.T
    mode, shift, share = frame
    more = busyness(arousal, tempo) * (0.75 + 0.45 * energy) * share
    ordinary = np.array([5.2, 3.0 if "counter" in style.roles else 0.0, 7.4 * style.rhythm])
    most = np.array([12.0, 7.0, 14.0]) * share
    slower = (natural(style, arousal) / tempo)[:, None] ** _FILLED
    density = np.clip(more[:, None] * slower * ordinary, 1.0 * (ordinary > 0), most)
    lift = 9.0 * valence[:, None] - shift[:, None]
    register = np.array([style.register, style.register - 8, 54.0]) + lift
    fuller = 0.5 * (arousal + energy - 0.5)[:, None]
    darker = -0.3 * valence[:, None] * np.array([0.0, 0.0, 1.0])
    polyphony = np.clip(np.array([1.05, 1.15, 2.3]) + darker + fuller * np.array([0.1, 0.2, 0.9]), 1, 4)
    likeness = np.full(len(tempo), STYLES.index(style.likeness))
    arrays = (np.rint(density), polyphony, register, valence, arousal, tempo, mode, likeness)
    if density.shape[1] != PARTS:
        raise ValueError("every part has its wishes")
    return Controls(*(np.asarray(array, dtype=np.float32) for array in arrays))
