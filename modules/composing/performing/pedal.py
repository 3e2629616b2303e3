"""The sustain pedal of a piano: down after a chord begins, up before the next."""

from typing import Final

from modules.composing.arranging import harmony_parts
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.score.score import SUSTAIN, Control

MOST_AROUSAL: Final = 0.4
"""Music more awake than this is played without."""
_AFTER: Final = 30
_BEFORE: Final = 20


def pedalling(plan: Plan) -> list[Control]:
    """Down and up for every chord of a piece that is calm enough there."""
    controls = []
    for start, end, _ in harmony_parts.spans(plan):
        bar = start // plan.metre.length
        until = plan.end if end == plan.bars * plan.metre.length else min(end * SIXTEENTH, plan.end)
        up = until - _BEFORE
        down = start * SIXTEENTH + _AFTER
        if plan.moods[bar, 1] < MOST_AROUSAL and down < up:
            controls += [Control(down, SUSTAIN, 127), Control(up, SUSTAIN, 0)]
    return controls
