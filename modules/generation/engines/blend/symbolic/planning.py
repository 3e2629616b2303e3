"""The form of a blend: how many bars, what returns, and which bars of the tracks each passage is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.bars import Floats, Ints
from modules.composing.chords import chord
from modules.composing.controls import Controls
from modules.composing.planning import form
from modules.composing.planning.form import Section
from modules.composing.planning.intensity import intensity
from modules.composing.planning.length import Length, measure_out
from modules.composing.planning.plan import Plan
from modules.composing.planning.request import PlanRequest
from modules.composing.planning.returns import Returns, returns
from modules.composing.styles.style import Style
from modules.composing.tonality import MAJOR
from modules.generation.engines.blend.symbolic.meeting import Meeting
from modules.generation.engines.blend.symbolic.theme import TONIC

_ONE_BREATH: Final = 12
"""Up to so many bars, nothing returns: the tracks' own bars follow each other."""
_WHOLE: Final = 0.6
_DOMINANT: Final = (chord(7, "maj"), chord(4, "maj"))


@dataclass(frozen=True)
class Frame:
    """What is known of a piece before its notes. length: bars, tempos and the exact end."""

    length: Length
    sections: tuple[Section, ...]
    returns: Returns

    @property
    def written(self) -> int:
        return len(self.returns.first)


def framed(meeting: Meeting, seconds: float) -> Frame:
    """So many seconds, exactly, in the tempo where both meet."""
    request = PlanRequest(tempo=meeting.tempo, metre=meeting.metre, seconds=seconds)
    length = measure_out(request, meeting.metre, _steady)
    if length.bars <= _ONE_BREATH:
        sections: tuple[Section, ...] = (Section("A", 0, 0, length.bars, _WHOLE),)
    else:
        sections = form.sections(length.bars, "song", loop=False)
    return Frame(length, sections, returns(sections))


def _steady(shares: Floats, _seconds: float) -> Floats:
    return np.full(len(shares), 120.0)


def sources(frame: Frame, bars: int) -> Ints:
    """[written] which bar of a track of so many bars each written bar is made of.

    The first theme begins where the part begins; each later one further on, and where there is no more, at another
    place of it.
    """
    found = []
    at = 0
    for number, passage in enumerate(frame.returns.passages):
        if at + passage.bars > bars:
            at = 0 if number == 0 else _elsewhere(bars, number)
        found.append((at + np.arange(passage.bars)) % bars)
        at += passage.bars
    return np.asarray(np.concatenate(found), dtype=np.int64)


def _elsewhere(bars: int, number: int) -> int:
    """A half, a quarter, three quarters of the way, on an even bar."""
    return int(bars * (0.5, 0.25, 0.75)[(number - 1) % 3]) // 2 * 2


def again(frame: Frame, sources_of_a: Ints, sources_of_b: Ints) -> list[bool]:
    """For every passage whether it is made of bars that one before it was made of: then it has to go another way."""
    known: set[tuple[int, int]] = set()
    found = []
    for passage in frame.returns.passages:
        where = slice(passage.start, passage.start + passage.bars)
        pairs = set(zip(sources_of_a[where].tolist(), sources_of_b[where].tolist(), strict=True))
        found.append(bool(known & pairs))
        known |= pairs
    return found


def cadenced(chords: Ints, frame: Frame, mode: int, quarters: int) -> Ints:
    """[bars, 4] the chords of the piece: those of the written bars, and at its end the dominant and the tonic."""
    whole: Ints = chords[frame.returns.source].copy()
    whole[-1] = TONIC[mode]
    if len(whole) > 2:
        whole[-2, quarters // 2 :] = _DOMINANT[mode != MAJOR]
    return whole


def planned(
    meeting: Meeting, frame: Frame, style: Style, chords: Ints, mood: Sequence[float], wishes: Controls
) -> Plan:
    """chords: [bars, 4] of the whole piece. mood: valence and arousal."""
    bars = frame.length.bars
    moods = np.tile(np.asarray(mood, dtype=np.float64), (bars, 1))
    return Plan(
        style=style,
        key=meeting.key,
        metre=meeting.metre,
        tempos=frame.length.tempos,
        end=frame.length.end,
        loop=False,
        sections=frame.sections,
        phrases=form.phrases(frame.sections, loop=False),
        chords=chords,
        modes=np.full(bars, meeting.key.mode),
        shifts=np.full(bars, meeting.key.shift, dtype=np.int64),
        source=frame.returns.source,
        first=frame.returns.first,
        steps=np.zeros(bars, dtype=np.int64),
        moods=moods,
        intensity=intensity(frame.sections, moods[:, 1]),
        passages=frame.returns.passages,
        wishes=wishes,
    )
