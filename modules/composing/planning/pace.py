"""The tempo that a style and a mood ask for."""

from dataclasses import replace

import numpy as np

from modules.composing.bars import Floats
from modules.composing.planning.length import Curve
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.request import FASTEST, SLOWEST, TEMPO, PlanRequest
from modules.composing.styles.style import Style


def settled(request: PlanRequest) -> PlanRequest:
    """With neither mood nor style the tempo is the ordinary one, exactly, unless bars and seconds decide it."""
    said = request.mood or request.style or request.tempo or (request.bars and request.seconds)
    return request if said else replace(request, tempo=TEMPO)


def tempo_curve(style: Style, mood: MoodPath) -> Curve:
    """Quarters a minute along the piece: the style's own, slower or faster with arousal."""

    def curve(shares: Floats, seconds: float) -> Floats:
        _, arousal = mood.along(shares, seconds)
        return natural(style, np.asarray(arousal))

    return curve


def natural(style: Style, arousal: Floats) -> Floats:
    """The tempo that a style takes at an arousal, where none is asked for."""
    octaves = np.where(arousal < 0, arousal * style.slower, arousal * style.faster)
    return np.asarray(np.clip(style.tempo * 2.0**octaves, SLOWEST, FASTEST))
