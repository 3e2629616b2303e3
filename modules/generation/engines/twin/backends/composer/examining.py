"""What an adapter does, measured: the same orders and seeds without it and with it, beside the producer's own music."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from models.twin import Copying, StyleDistance
from modules.audio.clip import Check
from modules.audio.mastering import Target
from modules.audio.rendering import Studio
from modules.composing import copies
from modules.composing.bars import Bars, Floats
from modules.composing.measuring import f1
from modules.composing.planning.key import Key
from modules.composing.planning.plan import Plan
from modules.composing.planning.planner import plan
from modules.composing.planning.request import FASTEST, SLOWEST, PlanRequest
from modules.composing.songs import Song
from modules.generation.engines.twin.backends.composer.lessons import WINDOW
from modules.generation.engines.twin.backends.composer.traits import distance, traits
from modules.generation.engines.twin.backends.composer.writing import Pen, played
from modules.generation.production import FADE, Wanted, produce
from modules.generation.progress import Progress

SAMPLES: Final = 10
"""As many as the network writes side by side."""
_SEED: Final = 1_000
_NOTE: Final = [0, 1, 2, 3]
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Compared:
    """distance and distances: to the producer's manner. changed: [samples]. pair: the first sample's sound."""

    distance: StyleDistance
    distances: tuple[list[float], list[float]]
    changed: list[float]
    copying: Copying
    seed: int


def compared(base: Pen, twin: Pen, learned: Sequence[Song], held: Sequence[Song], check: Check) -> Compared:
    """Eight bars of each of ten orders, written by both."""
    orders = _orders(learned)
    without = _written(base, orders, check)
    along = _written(twin, orders, check)
    centre = np.mean([traits(window) for song in learned for window in windows(song.bars)], axis=0)
    theirs = [window for song in held for window in windows(song.bars)]
    own = [distance(traits(window), centre) for window in theirs]
    far = [[distance(traits(bars), centre) for bars in some] for some in (without, along)]
    changed = [1 - f1(one, other, _NOTE) for one, other in zip(without, along, strict=True)]
    told = StyleDistance(before=_mean(far[0]), after=_mean(far[1]), own=_mean(own))
    return Compared(told, (far[0], far[1]), changed, copying(theirs, along, learned), orders[0][1])


def windows(bars: Bars) -> list[Bars]:
    """Eight bars at a time, the rest left out; those without notes too."""
    count = max(len(bars) // WINDOW, 1)
    found = [bars.window(at * WINDOW, WINDOW) for at in range(count)]
    return [one for one in found if len(one.notes)]


def copying(theirs: Sequence[Bars], along: Sequence[Bars], learned: Sequence[Song]) -> Copying:
    """Whether the twin says its lessons by heart. theirs: held-out music, for producers repeat themselves."""
    known = [(song.name, copies.voices(song.bars)) for song in learned]
    usual = max((copies.against(line, known).notes for bars in theirs for line in copies.voices(bars)), default=0)
    runs = [copies.against(line, known) for bars in along for line in copies.voices(bars)]
    longest = max(runs, key=lambda run: run.notes, default=copies.Run())
    if longest.notes <= max(copies.MOST, usual):
        remark = f"Nothing was said by heart: no more than {longest.notes} notes in a row are the same."
    else:
        remark = (
            f"{longest.notes} notes in a row are those of {longest.source}: order several drafts, or a lower strength."
        )
    return Copying(longest=longest.notes, usual=usual, source=longest.source, remark=remark)


def pair(
    pens: tuple[Pen, Pen], studio: Studio, learned: Sequence[Song], folder: Path, check: Check
) -> tuple[Path, Path]:
    """The same order and seed as sound: before.flac and after.flac in the folder."""
    order, seed = _orders(learned)[0]
    paths = []
    for pen, name in zip(pens, (BEFORE, AFTER), strict=True):
        leant = pen.leant(order)
        score = played(leant, pen.best(leant, seed, lambda _: check()), seed, check)
        inside = folder / name
        inside.mkdir(parents=True, exist_ok=True)
        wanted = Wanted(Target(fade_out=FADE), sounds="mix", threads=1)
        produce(score, studio, wanted, inside, Progress(lambda _share, _note: check(), lambda: False))
        path = folder / f"{name}.flac"
        (inside / "mix.flac").replace(path)
        paths.append(path)
    return paths[0], paths[1]


def _orders(learned: Sequence[Song]) -> list[tuple[Plan, int]]:
    """Eight bars in the producer's tempo and mode, in no mood in particular."""
    tempo = float(np.median(np.concatenate([song.tempo for song in learned])))
    tempo = float(np.clip(round(tempo), SLOWEST, FASTEST))
    key = Key(9 if (mode := round(float(np.mean([song.mode for song in learned])))) else 0, mode)
    request = PlanRequest(key=key, tempo=tempo, bars=WINDOW)
    return [(plan(request, np.random.default_rng((_SEED, number))), _SEED + number) for number in range(SAMPLES)]


def _written(pen: Pen, orders: Sequence[tuple[Plan, int]], check: Check) -> list[Bars]:
    leant = [(pen.leant(one), seed) for one, seed in orders]
    return [drafts[0] for drafts in pen.write(leant, 1, lambda _: check())]


def _mean(values: Sequence[float] | Floats) -> float:
    return round(float(np.mean(values)), 4) if len(values) else 0.0
