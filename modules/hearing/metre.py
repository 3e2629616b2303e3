"""Which ticks of the pulse are beats, and which begin a bar: judged tick by tick, decided over the whole piece."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Flags, Floats, Ints

NEITHER, BEAT, DOWNBEAT = range(3)
_AROUND: Final = 8
_COMBS: Final = (2, 3, 4, 6, 8, 12, 16, 24)
_TEETH: Final = 4
_COMBED: Final = (1, 3, 7, 8, 9, 10, 11, 12)
"""Columns of `accents` that are also looked at far away, at multiples of some ticks."""
DIVISIONS: Final = (2, 3, 4, 6)
METRES: Final = (2, 3, 4, 5, 6, 7)
RARE: Final = {2: 6.0, 3: 4.0, 4: 0.0, 5: 14.0, 6: 8.0, 7: 14.0}
"""What a bar of so many beats has to be better by; bars of four are most of what is recorded."""
_SLIP: Final = 7.0
_NEW_BAR: Final = 5.0
_FAR, _NEAR = 1.3, 0.5
"""How much worse than the best a guess may be, by tick, to be thought of at all."""


@dataclass(frozen=True, eq=False)
class Metre:
    """beats: numbers of ticks. first: numbers of those beats that begin a bar. division: ticks a beat. count: beats a
    bar.

    sure: how much likelier than the next best count, and division, 0..1.
    """

    beats: Ints
    first: Ints
    division: int
    count: int
    sure: float
    sure_of_level: float


def described(accent: Floats, period: Floats) -> Floats:
    """[ticks, features] the accents around every tick, and at multiples of some ticks; period: [ticks] seconds."""
    scaled = accent / (accent.mean(axis=0) + 1e-3)
    scaled = np.clip(scaled, 0, 6).astype(np.float32)
    padded = np.pad(scaled, ((_AROUND, _AROUND), (0, 0)))
    count = len(scaled)
    columns = [padded[k : k + count] for k in range(2 * _AROUND + 1)]
    reach = max(_COMBS) * _TEETH
    far = np.pad(scaled[:, _COMBED], ((reach, reach), (0, 0)))
    there = np.pad(np.ones(count), reach)
    for comb in _COMBS:
        steps = [step * comb for step in range(-_TEETH, _TEETH + 1) if step]
        known = sum(there[reach + step : reach + step + count] for step in steps)
        columns.append(sum(far[reach + step : reach + step + count] for step in steps) / np.maximum(known, 1)[:, None])
    columns.append(np.log2(np.maximum(period, 0.05) / 0.23)[:, None])
    return np.asarray(np.concatenate(columns, axis=1), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Guess:
    """The best way to count a piece with one division. score: how well it fits, tick by tick. places: place in the bar
    of every tick. lead: how much better it is than another number of beats a bar.
    """

    division: int
    count: int
    score: float
    places: Ints
    lead: float


def guesses(accent: Floats, period: Floats, judge: Perceptron) -> list[Guess]:
    """One for every division."""
    likely = np.log(np.maximum(judge.chances(described(accent, period)), 1e-4))
    history = _followed(likely)
    scores = np.maximum.reduceat(history[-1], _STARTS) - np.array([RARE[count] for _, count in _WAYS])
    found = []
    for division in DIVISIONS:
        mine = [way for way, (kind, _) in enumerate(_WAYS) if kind == division]
        best, second = sorted(mine, key=lambda way: -scores[way])[:2]
        places = _traced(history, best)
        lead = float(scores[best] - scores[second])
        found.append(Guess(division, _WAYS[best][1], float(scores[best]), places, lead))
    return found


def metre_of(accent: Floats, period: Floats, judge: Perceptron, level: Perceptron) -> Metre:
    """The best metre there is for these ticks; sure near 0 where nothing speaks for any."""
    found = guesses(accent, period, judge)
    wanted = level.logits(level_features(accent, period, found))[:, 0]
    chances = _softmax(np.where(_possible(found, len(accent)), wanted, -np.inf))
    chosen = found[int(chances.argmax())]
    beats = np.flatnonzero(chosen.places % chosen.division == 0)
    sure = float(1 - np.exp(-20 * max(chosen.lead, 0) / max(len(accent), 1)))
    first = np.flatnonzero(chosen.places[beats] == 0)
    return Metre(beats, first, chosen.division, chosen.count, sure, float(chances.max()))


def _possible(found: list[Guess], ticks: int) -> Flags:
    """[guesses] not far worse than the best, and nearly as good where halves and thirds of a beat stand against each
    other.
    """
    best = max(found, key=lambda guess: guess.score)
    thirds = best.division % 3 == 0
    bounds = [_FAR if (guess.division % 3 == 0) == thirds else _NEAR for guess in found]
    return np.array([best.score - guess.score <= bound * ticks for guess, bound in zip(found, bounds, strict=True)])


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())


def level_features(accent: Floats, period: Floats, found: list[Guess]) -> Floats:
    """[guesses, features] what tells the level at which people tap: pace, and what is on beats, beside, and between."""
    scaled = np.clip(accent / (accent.mean(axis=0) + 1e-3), 0, 6)
    tick = float(np.median(period))
    whole = [
        np.log2(tick / 0.23),
        float(accent[:, 0].mean() / tick),
        float(accent[:, 1].sum() / (accent[:, 0].sum() + 1e-3)),
    ]
    whole += [float(accent[:, 13].mean()), *accent[:, 6:10].mean(axis=0).tolist()]
    highest = max(guess.score for guess in found)
    rows = []
    for guess in found:
        lasting = np.log2(tick * guess.division / 0.7)
        behind = 10 * (guess.score - highest) / len(accent)
        rows.append([lasting, lasting**2, behind, *whole, *_contrasts(scaled, guess), *_flags(guess)])
    return np.array(rows, dtype=np.float32)


def _contrasts(scaled: Floats, guess: Guess) -> list[float]:
    """Means on beats, halfway between them and elsewhere, and of strong beats against weak ones."""
    place = guess.places % guess.division
    number = guess.places // guess.division
    on, half = place == 0, place * 2 == guess.division
    groups = (on, half, ~on & ~half, on & (number % 2 == 0), on & (number % 2 == 1))
    columns = scaled[:, (0, 1, 3, 7, 8, 10, 11, 12)]
    means = [columns[group].mean(axis=0) if group.any() else np.zeros(columns.shape[1]) for group in groups]
    return [float(value) for mean in means for value in mean]


def _flags(guess: Guess) -> list[float]:
    return [float(guess.division == division) for division in DIVISIONS] + [float(guess.count in {3, 6})]


def _followed(likely: Floats) -> Floats:
    """[ticks, places of all ways] how well the best path to each place fits: bars follow each other, but for slips that
    cost.
    """
    said = likely[:, _KINDS]
    history = np.empty_like(said)
    history[0] = score = said[0]
    for tick in range(1, len(said)):
        best = np.maximum(score[_BEFORE], np.maximum.reduceat(score, _STARTS)[_WAY] - _SLIP)
        ended = np.maximum.reduceat(np.where(_ENDS, score, -np.inf), _STARTS) - _NEW_BAR
        best[_STARTS] = np.maximum(best[_STARTS], ended)
        history[tick] = score = best + said[tick]
    return history


def _traced(history: Floats, way: int) -> Ints:
    """The place in the bar of every tick, along the best path of one way to count."""
    first, length = int(_STARTS[way]), int(_LENGTHS[way])
    ends = _ENDS[first : first + length]
    own = history[:, first : first + length]
    place = int(own[-1].argmax())
    path = [place]
    for row in own[-2::-1]:
        come = (place - 1) % length
        leap = int(row.argmax())
        came = leap if row[leap] - _SLIP > row[come] else come
        if place == 0:
            last = int(np.where(ends, row, -np.inf).argmax())
            came = last if row[last] - _NEW_BAR > max(row[come], row[leap] - _SLIP) else came
        place = came
        path.append(place)
    return np.array(path[::-1], dtype=np.int64)


def _laid_out() -> tuple[Ints, ...]:
    """All ways to count beside each other: where each begins, its length, and for every place its way, what comes
    before it, what kind of tick it is, and whether a beat follows.
    """
    lengths = np.array([division * count for division, count in _WAYS])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    way = np.repeat(np.arange(len(_WAYS)), lengths)
    place = np.arange(int(lengths.sum())) - starts[way]
    divided = np.array([division for division, _ in _WAYS])[way]
    before = starts[way] + (place - 1) % lengths[way]
    kinds = np.where(place == 0, DOWNBEAT, np.where(place % divided == 0, BEAT, NEITHER))
    return starts, lengths, way, before, kinds, (place + 1) % divided == 0


_WAYS: Final = tuple(product(DIVISIONS, METRES))
_STARTS, _LENGTHS, _WAY, _BEFORE, _KINDS, _ENDS = _laid_out()
