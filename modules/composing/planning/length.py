"""How long a piece is, exactly: bars, tempo map and the tick at which its last note ends.

A tempo that was asked is kept to the microsecond; so are seconds. Where both are asked, the piece has the nearest
number of whole bars and its last chord is held (or cut) to the second; a loop has whole bars and no such hold. Where
the tempo is free, whole phrases are chosen and the tempo gives way by a few percent. No tempo changes in a phrase.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from models.errors import Invalid
from modules.composing.bars import Floats
from modules.composing.planning.metre import Metre
from modules.composing.planning.request import FASTEST, MOST_BARS, SECONDS, SLOWEST, LengthOutside, PlanRequest
from modules.score.tempo import Tempo, TempoMap

PHRASE = 4
Curve: TypeAlias = Callable[[Floats, float], Floats]
"""Quarters a minute that fit the mood, at shares of a piece of so many seconds."""


class LengthsDisagree(Invalid):
    code = "composing.lengths_disagree"
    title = "Bars, seconds and tempo disagree"


@dataclass(frozen=True)
class Length:
    bars: int
    tempos: tuple[Tempo, ...]
    end: int


def measure_out(request: PlanRequest, metre: Metre, curve: Curve) -> Length:
    """The length of what is asked; refuses bars, seconds and tempo that cannot all be true."""
    if request.tempo is not None:
        return _in_tempo(request, metre, request.tempo)
    seconds = request.seconds or (SECONDS if request.bars is None else None)
    bars = request.bars or _whole_phrases(seconds or SECONDS, metre, curve, loop=request.loop)
    return _at_will(bars, seconds, metre, curve)


def _in_tempo(request: PlanRequest, metre: Metre, bpm: float) -> Length:
    tempo = Tempo.from_bpm(bpm)
    ticks = metre.ticks
    seconds = request.seconds if request.seconds is not None or request.bars is not None else SECONDS
    asked = None if seconds is None else int(TempoMap((tempo,)).ticks(seconds))
    bars = request.bars or max(round((asked or 0) / ticks), 1)
    if asked is not None and request.bars is not None and abs(asked - bars * ticks) > ticks / 2:
        raise _disagree(request, metre.quarters * bars * 60 / bpm)
    if bars > MOST_BARS:
        raise LengthOutside(
            f"That would be {bars} bars.", field="seconds", next_step=f"Ask for at most {MOST_BARS} bars."
        )
    end = bars * ticks if asked is None or request.loop else max(asked, bars * ticks - ticks // 2)
    return Length(bars, (tempo,), end)


def _disagree(request: PlanRequest, seconds: float) -> LengthsDisagree:
    return LengthsDisagree(
        f"{request.bars} bars in that tempo last {seconds:.2f} seconds, not {request.seconds:g}.",
        field="seconds",
        next_step="Leave out bars, seconds or tempo: any two of them decide the third.",
    )


def _whole_phrases(seconds: float, metre: Metre, curve: Curve, *, loop: bool) -> int:
    """Bars near what the tempo says: whole phrases if the tempo hardly gives way for them."""
    shares = (np.arange(32) + 0.5) / 32
    wanted = seconds / float(np.mean(60 / curve(shares, seconds))) / metre.quarters
    for step, most in ((2 * PHRASE, 0.04), (PHRASE, 0.1 if loop else 0.05), (2, 0.05)):
        bars = step * round(wanted / step)
        if bars and abs(bars / wanted - 1) <= most:
            return bars
    return min(max(round(wanted), 1), MOST_BARS)


def _at_will(bars: int, seconds: float | None, metre: Metre, curve: Curve) -> Length:
    starts = np.arange(0, bars, PHRASE)
    lasting = np.minimum(PHRASE, bars - starts) * metre.quarters
    about = seconds or bars * metre.quarters / 2
    each = 60e6 / curve((starts + np.minimum(PHRASE, bars - starts) / 2) / bars, about)
    if seconds is not None:
        each *= seconds * 1e6 / float(each @ lasting)
    if each.min() < 60e6 / FASTEST or each.max() > 60e6 / SLOWEST:
        raise LengthsDisagree(
            f"{bars} bars cannot be played in {seconds or 0:g} seconds.",
            field="bars",
            next_step="Ask for fewer bars or more seconds, or leave one of them out.",
        )
    found = [Tempo(round(start * metre.ticks), round(rate)) for start, rate in zip(starts, each, strict=True)]
    kept = [one for k, one in enumerate(found) if k == 0 or one.microseconds != found[k - 1].microseconds]
    return Length(bars, tuple(kept), bars * metre.ticks)
