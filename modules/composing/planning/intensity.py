"""How intense every bar is: the form's own curve, lifted or lowered by arousal."""

import numpy as np

from modules.composing.bars import Floats
from modules.composing.planning.form import Section

LIFT = 0.24
_SWELL = 0.05


def intensity(parts: tuple[Section, ...], arousal: Floats) -> Floats:
    """[bars] 0..1; a section swells a little towards a more intense one, and fades before a calmer one."""
    curve = np.zeros(parts[-1].end)
    for index, part in enumerate(parts):
        following = parts[index + 1].energy if index + 1 < len(parts) else part.energy
        towards = np.sign(following - part.energy) * _SWELL
        curve[part.start : part.end] = part.energy + np.linspace(0, towards, part.bars)
    return np.asarray(np.clip(curve + LIFT * arousal, 0, 1))
