"""Sections: where a piece turns to something else, and which stretches are alike."""

from itertools import pairwise
from typing import Final

import numpy as np

from modules.hearing.character import room_for_a_voice
from modules.hearing.evidence import END, PITCH, START, WEIGHT, Evidence, chroma
from modules.hearing.findings import Parts, Section
from modules.hearing.sound import Floats

_HALF: Final = 4
"""Bars either side of a turn that are compared."""
_FEWEST: Final = 4
_ALIKE: Final = 0.86
_MOST: Final = 20


def sections_of(evidence: Evidence, bars: Floats, seconds: float) -> tuple[Section, ...]:
    """bars: when each begins, in seconds. One section where there are too few bars to tell."""
    if len(bars) < 2 * _HALF:
        return (Section(0.0, seconds, "A"),) if len(evidence.notes) else ()
    told = _described(evidence, bars, seconds)
    alike = _likeness(told)
    turns = _turns(alike)
    starts = [0, *turns]
    bounds = [0.0, *(float(bars[turn]) for turn in turns), seconds]
    labels = _labels(told, starts, len(bars))
    sure = _contrasts(alike, starts)
    found = zip(bounds[:-1], bounds[1:], labels, sure, strict=True)
    return tuple(Section(start, end, label, sure=clear) for start, end, label, clear in found)


def _contrasts(alike: Floats, starts: list[int]) -> list[float]:
    """How much more the bars of each section are like each other than like those beside it, 0..1."""
    edges = [*starts, len(alike)]
    found = []
    for first, last in pairwise(edges):
        own = float(alike[first:last, first:last].mean())
        beside = [*range(max(first - _HALF, 0), first), *range(last, min(last + _HALF, len(alike)))]
        other = float(alike[first:last, beside].mean()) if beside else own
        found.append(round(float(np.clip(1.5 * (own - other) / max(own, 1e-6), 0, 1)), 3))
    return found


def furnished(sections: tuple[Section, ...], parts: Parts, bars: Floats, sung: Floats) -> tuple[Section, ...]:
    """The same with where a voice would sing in each. sung: [bars] how likely one sings in each."""
    return tuple(
        section._replace(
            sung=round(_mean(sung[(bars >= section.start - 0.05) & (bars < section.end - 0.05)]), 3),
            free=room_for_a_voice(_between(parts, section.start, section.end)),
        )
        for section in sections
    )


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 1.0


def _between(parts: Parts, start: float, end: float) -> Parts:
    def inside(notes: Floats) -> Floats:
        return np.asarray(notes[(notes[:, START] < end) & (notes[:, END] > start)])

    return Parts(inside(parts.melody), inside(parts.bass), inside(parts.accompaniment))


def _described(evidence: Evidence, bars: Floats, seconds: float) -> Floats:
    """[bars, features] harmony, density, register and strokes of every bar."""
    ends = np.append(bars[1:], max(seconds, bars[-1] + 0.5))
    harmony = chroma(evidence.notes, bars, ends)
    harmony = harmony / np.maximum(np.linalg.norm(harmony, axis=1, keepdims=True), 1e-6)
    at = np.searchsorted(bars, evidence.notes[:, START], side="right") - 1
    known = at >= 0
    count = len(bars)
    length = ends - bars
    struck = np.bincount(at[known], weights=evidence.notes[known, WEIGHT], minlength=count)[:count] / length
    height = np.bincount(at[known], weights=evidence.notes[known, PITCH], minlength=count)[:count]
    height = height / np.maximum(np.bincount(at[known], minlength=count)[:count], 1)
    rises = _rises(evidence, bars, ends)
    rest = np.column_stack([struck / (struck.mean() + 1e-6), (height - 60) / 12, rises])
    return np.concatenate([1.6 * harmony, 0.5 * rest], axis=1)


def _rises(evidence: Evidence, bars: Floats, ends: Floats) -> Floats:
    scaled = np.concatenate([np.zeros((1, 3)), np.cumsum(evidence.scaled_rise(), axis=0, dtype=np.float64)])
    rate = (len(scaled) - 1) / max(evidence.seconds, 1e-6)
    low, high = (np.clip(np.rint(edge * rate).astype(int), 0, len(scaled) - 1) for edge in (bars, ends))
    return np.asarray((scaled[high] - scaled[low]) / np.maximum(high - low, 1)[:, None])


def _likeness(told: Floats) -> Floats:
    apart = np.linalg.norm(told[:, None] - told[None], axis=2)
    return np.asarray(np.exp(-((apart / (np.median(apart) + 1e-6)) ** 2)))


def _turns(alike: Floats) -> list[int]:
    """Bars where what comes is unlike what was, a few bars apart at least: a checkerboard along the diagonal."""
    count = len(alike)
    sign = np.sign(np.arange(-_HALF, _HALF) + 0.5)
    board = np.outer(sign, sign) * np.outer(*(2 * [np.hanning(2 * _HALF + 2)[1:-1]]))
    padded = np.pad(alike, _HALF, mode="edge")
    novelty = np.array([(padded[bar : bar + 2 * _HALF, bar : bar + 2 * _HALF] * board).sum() for bar in range(count)])
    novelty[:_FEWEST] = novelty[count - _FEWEST + 1 :] = -np.inf
    bound = float(np.mean(novelty[np.isfinite(novelty)]) + 0.7 * np.std(novelty[np.isfinite(novelty)]))
    turns: list[int] = []
    for bar in np.argsort(-novelty, kind="stable").tolist():
        if novelty[bar] < bound or len(turns) >= _MOST:
            break
        if all(abs(bar - turn) >= _FEWEST for turn in turns):
            turns.append(bar)
    return sorted(turns)


def _labels(told: Floats, starts: list[int], bars: int) -> list[str]:
    """A letter for each section; one that is like an earlier section has its letter."""
    ends = [*starts[1:], bars]
    means = [told[start:end].mean(axis=0) for start, end in zip(starts, ends, strict=True)]
    spread = float(np.linalg.norm(told - told.mean(axis=0), axis=1).mean()) + 1e-6
    letters: list[str] = []
    kinds: list[Floats] = []
    for mean in means:
        near = [float(np.exp(-((np.linalg.norm(mean - kind) / spread) ** 2))) for kind in kinds]
        if near and max(near) > _ALIKE - 0.2:
            letters.append(chr(ord("A") + int(np.argmax(near)) % 26))
        else:
            letters.append(chr(ord("A") + len(kinds) % 26))
            kinds.append(mean)
    return letters
