"""Where in a piece most happens: what to tell somebody who listens to a quiet part of it."""

from typing import Final

import numpy as np

from modules.hearing.evidence import START, WEIGHT
from modules.hearing.heard import Heard
from modules.hearing.sound import Floats

_CLEARLY: Final = 1.15
"""How many times as much has to happen elsewhere for that to be worth a word."""
_LATE: Final = 0.5
"""Seconds that the part may lack at the end of the piece."""


def busiest(heard: Heard, start: float, length: float) -> float | None:
    """The bar line from which clearly more happens in that time than from `start` on; None where there is none."""
    lines = heard.time.beats[heard.time.downbeats] if len(heard.time.downbeats) else np.zeros(0)
    lines = lines[lines + length <= heard.seconds + _LATE]
    if not len(lines):
        return None
    when, much = _happening(heard)
    total = np.concatenate([[0.0], np.cumsum(much)])
    edges = np.array([start, *lines])
    happens = total[np.searchsorted(when, edges + length)] - total[np.searchsorted(when, edges)]
    best = int(np.argmax(happens[1:])) + 1
    return float(edges[best]) if happens[best] > _CLEARLY * happens[0] else None


def _happening(heard: Heard) -> tuple[Floats, Floats]:
    """When something begins, in the order of time, and how strongly."""
    pitched, beats, drums = heard.parts.pitched, heard.time.beats, heard.parts.drums
    count = min(len(beats), len(drums))
    when = np.concatenate([pitched[:, START], beats[:count]])
    much = np.concatenate([pitched[:, WEIGHT], drums[:count].sum(axis=(1, 2))])
    order = np.argsort(when, kind="stable")
    return when[order], much[order]
