"""Where training windows come from: what is masked, what is dropped and what is disturbed, so that wishes and given
parts are obeyed.
"""

from dataclasses import dataclass

import numpy as np

from modules.composing import controls as wishes
from modules.composing.bars import BAR, DURATION, MELODY, PART, PARTS, PITCH, SLOT, Bars, Floats, Ints, tidy
from modules.composing.batches import Batch, Task, pack
from modules.composing.corpus import Corpus

MOST_NOTES = 400
POOL = 256
SHARES = {"pop": 0.55, "song": 0.18, "lead": 0.05, "piano": 0.12, "chamber": 0.10, "other": 1.0}


@dataclass(frozen=True)
class Chances:
    """How often what happens to a training window."""

    given: float = 0.3
    disturbed: float = 0.45
    drop_wishes: float = 0.15
    drop_wish: float = 0.1
    drop_latents: float = 0.07
    drop_latent: float = 0.08
    octave: float = 0.08


UNTOUCHED = Chances(0, 0, 0, 0, 0, 0, 0)


class Windows:
    """Windows of bars of a corpus, drawn at random with a generator that the caller owns."""

    def __init__(self, corpus: Corpus, bars: int, chances: Chances | None = None) -> None:
        self.corpus, self.bars = corpus, bars
        self.chances = chances or Chances()
        self.controls = [corpus.song(index).controls() for index in range(len(corpus.names))]
        self.starts, self.songs, self.weights = self._usable()

    def _usable(self) -> tuple[Ints, Ints, Floats]:
        """First bars of all windows that lie in one song, on the grid, and hold a sensible number of notes."""
        corpus, bars = self.corpus, self.bars
        counts = np.bincount(corpus.notes[:, BAR], minlength=len(corpus.lengths))
        notes = np.convolve(counts, np.ones(bars, dtype=int))[bars - 1 :]
        filled = np.convolve(counts > 0, np.ones(bars, dtype=int))[bars - 1 :]
        crooked = np.convolve(corpus.crooked * counts, np.ones(bars))[bars - 1 :] / np.maximum(notes, 1)
        song = np.repeat(np.arange(len(corpus.names)), np.diff(corpus.first))
        starts = np.arange(len(notes))
        whole = (starts + bars <= len(song)) & (song[np.minimum(starts + bars, len(song)) - 1] == song)
        performed = corpus.styles[song[starts]] == wishes.STYLES.index("pop")
        good = whole & (notes <= MOST_NOTES) & (filled >= bars - 2) & ((crooked < 0.12) | performed)
        starts = starts[good]
        style = corpus.styles[song[starts]]
        share = np.array([SHARES[name] for name in wishes.STYLES])
        weights = share[style] / np.maximum(np.bincount(style, minlength=len(share)), 1)[style]
        return starts, song[starts], np.cumsum(weights / weights.sum())

    def plain(self, place: int) -> tuple[Bars, wishes.Controls]:
        """Window number place as it is."""
        start = int(self.starts[place])
        corpus = self.corpus
        bars = Bars(corpus.notes, corpus.lengths, corpus.chords).window(start, self.bars)
        return bars, self.controls[self.songs[place]].window(start - int(corpus.first[self.songs[place]]), self.bars)

    def batches(self, seed: int, pool: int, most: int) -> list[Batch]:
        """One pool of batches, always the same for the same seed and pool number; rows of a batch are about equally
        long.

        most: events in a batch, padding included.
        """
        rng = np.random.default_rng((seed, pool))
        tasks = sorted(self.draw(rng, POOL), key=lambda task: len(task.target.notes))
        groups: list[list[Task]] = [[]]
        for task in tasks:
            if (len(groups[-1]) + 1) * (len(task.target.notes) + self.bars) > most and groups[-1]:
                groups.append([])
            groups[-1].append(task)
        return [pack(groups[index]) for index in rng.permutation(len(groups))]

    def draw(self, rng: np.random.Generator, count: int) -> list[Task]:
        """Tasks of random windows."""
        pool = np.searchsorted(self.weights, rng.random(count))
        return [self._task(*self.plain(int(place)), rng) for place in pool]

    def _task(self, bars: Bars, controls: wishes.Controls, rng: np.random.Generator) -> Task:
        chances = self.chances
        if rng.random() < chances.octave:
            bars, controls = _octave(bars, controls, rng)
        given = self._given(bars, rng)
        features = _forget(wishes.features(controls, bars.lengths, given), chances, rng)
        kept = rng.random(PARTS) >= chances.drop_latent
        source = bars
        if given:
            kept &= rng.random(PARTS) >= 0.5
            kept[list(given)] &= rng.random() < 0.5
        if rng.random() < chances.disturbed:
            source = Bars(disturb(bars.notes, rng), bars.lengths, bars.chords)
        if rng.random() < chances.drop_latents:
            kept[:] = False
        by_bar = np.tile(kept, (len(bars), 1))
        if rng.random() < 0.1:
            by_bar &= rng.random((len(bars), 1)) < 0.5
        written = np.array([part not in given for part in range(PARTS)])
        there, target = bars.only(list(given)), bars.without(list(given))
        return Task(source, there, target, features, by_bar.astype(np.int64), written.astype(np.int64))

    def _given(self, bars: Bars, rng: np.random.Generator) -> tuple[int, ...]:
        playing = np.unique(bars.notes[:, PART])
        if len(playing) < 2 or rng.random() >= self.chances.given:
            return ()
        if MELODY in playing and rng.random() < 0.4:
            return (MELODY,)
        count = int(rng.integers(1, len(playing)))
        return tuple(int(part) for part in np.sort(rng.permutation(playing)[:count]))


def whole(bars: Bars, controls: wishes.Controls, given: tuple[int, ...] = ()) -> Task:
    """A task without anything dropped or disturbed."""
    features = wishes.features(controls, bars.lengths, given)
    kept = np.ones((len(bars), PARTS), dtype=np.int64)
    written = np.array([part not in given for part in range(PARTS)], dtype=np.int64)
    return Task(bars, bars.only(list(given)), bars.without(list(given)), features, kept, written)


def _octave(bars: Bars, controls: wishes.Controls, rng: np.random.Generator) -> tuple[Bars, wishes.Controls]:
    step = 12 if rng.random() < 0.5 else -12
    notes = bars.notes.copy()
    notes[:, PITCH] += step
    return Bars(tidy(notes), bars.lengths, bars.chords), controls.changed(register=controls.register + step)


def _forget(features: Ints, chances: Chances, rng: np.random.Generator) -> Ints:
    """Drop all wishes, or some kinds of them, or those of some bars; what is given stays known, and so does the
    metre.
    """
    draw = rng.random(wishes.GIVEN)
    lost = draw < (1.0 if rng.random() < chances.drop_wishes else chances.drop_wish)
    lost[wishes.METRE] = False
    features = features.copy()
    if rng.random() < 0.2:
        some = rng.random(len(features)) < 0.5
        features[np.ix_(some, np.flatnonzero(lost))] = 0
    else:
        features[:, np.flatnonzero(lost)] = 0
    return features


def disturb(notes: Ints, rng: np.random.Generator) -> Ints:
    """Other notes with another density, polyphony or register: the decoder learns to mend them by the wishes it is
    told.
    """
    pieces = [_disturb_part(notes[notes[:, PART] == part], rng) for part in range(PARTS)]
    return tidy(np.concatenate(pieces))


def _disturb_part(notes: Ints, rng: np.random.Generator) -> Ints:
    kind = int(rng.integers(0, 7))
    if len(notes) == 0 or kind == 0:
        return notes
    cell = notes[:, BAR] * 16 + notes[:, SLOT]
    heads, first, index = np.unique(cell, return_index=True, return_inverse=True)
    if kind == 1:
        thinned: Ints = notes[(rng.random(len(heads)) < rng.uniform(0.2, 0.8))[index]]
        return thinned
    if kind == 2:
        return notes[np.union1d(first, np.flatnonzero(rng.random(len(notes)) < rng.uniform(0, 0.7)))]
    moved = notes[rng.random(len(notes)) < rng.uniform(0.3, 1.0)].copy() if kind <= 4 else notes.copy()
    if kind == 3:
        moved[:, SLOT] = (moved[:, SLOT] + rng.choice([1, 2, 3, 4, 6, 8], size=len(moved))) % 16
        moved[:, DURATION] = np.minimum(moved[:, DURATION], 4)
        return np.concatenate([notes, moved])
    moved[:, PITCH] += int(rng.choice([-24, -12, -12, 12, 12, 24]) if kind > 4 else rng.choice([-12, 12, 7, -5, 4]))
    result: Ints = np.concatenate([notes, moved]) if kind == 4 else moved
    return result
