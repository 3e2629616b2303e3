"""Measures a composer on songs that it has not seen: reconstruction, obedience to wishes, and whether its music
resembles music.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from modules.composing import controls as wishes
from modules.composing.bars import BAR, PARTS, Bars, Floats, Ints, concatenate
from modules.composing.chords import DESCRIPTIONS
from modules.composing.decoding import Taste
from modules.composing.network import Composer, Order

if TYPE_CHECKING:
    from modules.composing.tasks import Windows

Chosen: TypeAlias = list[tuple[Bars, wishes.Controls]]
GREEDY = Taste(temperature=0)
TOGETHER = 20
_SCALE = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], dtype=bool)


def choose(windows: Windows, count: int, seed: int) -> Chosen:
    """Windows that do not overlap more than they must, drawn like training windows."""
    rng = np.random.default_rng(seed)
    places = np.unique(np.searchsorted(windows.weights, rng.random(4 * count)))
    return [windows.plain(int(place)) for place in rng.permutation(places)[:count]]


def f1(asked: Bars, made: Bars, columns: list[int]) -> float:
    """F1 of the notes of two windows, compared by these columns of their notes."""
    one = {tuple(row) for row in asked.notes[:, columns].tolist()}
    two = {tuple(row) for row in made.notes[:, columns].tolist()}
    return 2 * len(one & two) / max(len(one) + len(two), 1)


def reconstruction(composer: Composer, chosen: Chosen, polish: int = 0) -> dict[str, Floats]:
    """F1 of every window of (pitch, sixteenth of onset), of that with the part, and of onsets, written greedily."""
    latents = _encoded(composer, chosen, polish)
    orders = [Order(b.lengths, b.chords, c, z) for (b, c), z in zip(chosen, latents, strict=True)]
    made = composer.decode(orders, GREEDY)
    pairs = [(bars, new) for (bars, _), new in zip(chosen, made, strict=True)]
    kinds = {"f1": [0, 1, 3], "f1_with_part": [0, 1, 2, 3], "f1_onsets": [0, 1]}
    return {name: np.array([f1(a, b, columns) for a, b in pairs]) for name, columns in kinds.items()}


def _encoded(composer: Composer, chosen: Chosen, polish: int) -> list[Floats]:
    """Latents of every window, many windows polished at once."""
    latents: list[Floats] = []
    for first in range(0, len(chosen), TOGETHER):
        some = chosen[first : first + TOGETHER]
        names = vars(some[0][1])
        joined = wishes.Controls(*(np.concatenate([getattr(controls, name) for _, controls in some]) for name in names))
        together = composer.encode(concatenate([bars for bars, _ in some]), joined, polish)
        latents += np.split(together, np.cumsum([len(bars) for bars, _ in some])[:-1])
    return latents


def obedience(composer: Composer, chosen: Chosen, latents: list[Floats] | None, seed: int = 5) -> dict[str, float]:
    """Spearman of asked and realised density, polyphony and register of every part.

    Every window is asked for the attributes of another one, with the latents of each window, or with none.
    """
    rng = np.random.default_rng(seed)
    asked, orders = [], []
    for index, (bars, controls) in enumerate(chosen):
        other = chosen[int(rng.integers(len(chosen)))][1]
        wanted = controls.changed(density=other.density, polyphony=other.polyphony, register=other.register)
        wanted = wanted.changed(valence=np.nan, arousal=np.nan)
        asked.append(wanted)
        own = None if latents is None else latents[index]
        orders.append(Order(bars.lengths, bars.chords, wanted, own, seed=index))
    made = [wishes.measure(bars) for bars in composer.decode(orders)]
    figures = {}
    for name in ("density", "polyphony", "register"):
        for part, label in enumerate(("melody", "bridge", "accompaniment")):
            figures[f"{name}_{label}"] = spearman(*(_means(side, name, part) for side in (asked, made)))
    return figures


def _means(pieces: list[wishes.Controls], name: str, part: int) -> Floats:
    """[pieces] the mean of an attribute of a part over the bars where it is known."""
    values = np.stack([getattr(piece, name)[:, part] for piece in pieces])
    known = np.isfinite(values)
    total = np.where(known, values, 0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def spearman(one: Floats, two: Floats) -> float:
    """Rank correlation of the pairs of which both are known."""
    known = np.isfinite(one) & np.isfinite(two)
    if known.sum() < 3:
        return float("nan")
    ranks = [_ranks(values[known]) for values in (one, two)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1]) if min(np.std(rank) for rank in ranks) > 0 else 0.0


def _ranks(values: Floats) -> Floats:
    _, index, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[index]


def resemblance(pieces: list[Bars]) -> dict[str, float]:
    """Scale consistency, pitch-class entropy (bits), share of chord tones, notes and parts a bar, on average."""
    rows = [_character(bars) for bars in pieces if len(bars.notes)]
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def _character(bars: Bars) -> dict[str, float]:
    histogram = np.bincount(bars.notes[:, 3] % 12, minlength=12) / len(bars.notes)
    scale = max(float(np.roll(_SCALE, shift) @ histogram) for shift in range(12))
    chord = bars.chords[bars.notes[:, BAR], bars.notes[:, 1] // 4]
    inside = DESCRIPTIONS[chord, bars.notes[:, 3] % 12][chord > 0]
    some: Ints = np.unique(bars.notes[:, BAR] * PARTS + bars.notes[:, 2])
    entropy = -float(np.sum(histogram[histogram > 0] * np.log2(histogram[histogram > 0])))
    tones = float(inside.mean()) if len(inside) else 1.0
    return {
        "scale": scale,
        "entropy": entropy,
        "chord_tones": tones,
        "notes": len(bars.notes) / len(bars),
        "parts": len(some) / len(bars),
    }
