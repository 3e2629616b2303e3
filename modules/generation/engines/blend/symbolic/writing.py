"""The notes of a blend: latents of both tracks, part by part between them, decoded over blended chords and wishes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing import latents
from modules.composing.bars import (
    ACCOMPANIMENT,
    BAR,
    BRIDGE,
    DURATION,
    MELODY,
    PART,
    PARTS,
    PITCH,
    SLOT,
    Bars,
    Floats,
    Ints,
    tidy,
)
from modules.composing.controls import Controls, measure
from modules.composing.decoding import Taste
from modules.composing.network import Composer, Order
from modules.composing.planning.plan import Plan
from modules.generation.engines.blend.symbolic.meeting import Meeting, Shares
from modules.generation.engines.blend.symbolic.pattern import Pattern
from modules.generation.engines.blend.symbolic.theme import Theme
from modules.generation.progress import Progress

DRAFTS: Final = 6
_TASTE: Final = Taste(temperature=0.7)
_POLISH: Final = 16
_AWAY: Final = 0.35
"""How far a passage goes from the bars of the tracks where another is made of the same ones."""
_NEARNESS, _DECODING = 31, 32
"""Streams of chance, beside the order's seed."""
_STRAIGHT: Final = 9
"""Semitones: a larger leap is hard to sing."""
_ONE_LINE: Final = 1.15
_FLOOR: Final = np.array([63.0, 48.0, 52.0])
"""How high each part lies at least, as it sounds: below, they cover each other and the bass."""


@dataclass(frozen=True, eq=False)
class Sources:
    """Both tracks in as many bars as have to be written, and how far each bar is to go from them, 0..1."""

    a: Theme
    b: Theme
    away: Floats


def wishes(sources: Sources, pattern: Pattern, meeting: Meeting, shares: Shares, mood: tuple[float, float]) -> Controls:
    """As often as the pattern says, as high and as full as between both, bar by bar."""
    count = len(sources.a.bars)
    one, two = (measure(_without_bass(theme.bars)) for theme in (sources.a, sources.b))
    share = np.array([shares.melody, 0.0, shares.below])
    density = np.zeros((count, PARTS), dtype=np.float32)
    for part in (MELODY, ACCOMPANIMENT):
        density[:, part] = (pattern.rhythms[part] > 0).sum(axis=1)
    lift = np.array([sources.a.key.shift, sources.b.key.shift]) - meeting.key.shift
    register = _mixed(_known(one.register) + lift[0], _known(two.register) + lift[1], share)
    register = np.maximum(register, _FLOOR - meeting.key.shift)
    polyphony = _mixed(_known(one.polyphony), _known(two.polyphony), share)
    polyphony[:, MELODY] = np.minimum(polyphony[:, MELODY], _ONE_LINE)
    whole = np.ones(count, dtype=np.float32)
    return Controls(
        np.minimum(density, 16), polyphony.astype(np.float32), register.astype(np.float32),
        whole * mood[0], whole * mood[1], whole * meeting.tempo, whole * meeting.key.mode, whole * np.nan,
    )  # fmt: skip


def _known(values: Floats) -> Floats:
    """[bars, parts] where a part rests, what it is like elsewhere."""
    found: Floats = values.astype(np.float64).copy()
    for part in range(PARTS):
        column = found[:, part]
        heard = column[np.isfinite(column)]
        column[~np.isfinite(column)] = heard.mean() if len(heard) else np.nan
    return found


def _mixed(one: Floats, two: Floats, share: Floats) -> Floats:
    both = (1 - share) * one + share * two
    return np.asarray(np.where(np.isfinite(one), np.where(np.isfinite(two), both, one), two))


def _without_bass(bars: Bars) -> Bars:
    return bars.without([BRIDGE])


@dataclass(frozen=True, eq=False)
class Writer:
    """The network, and how far to go from the first track's bars to the second's."""

    composer: Composer
    shares: Shares
    seed: int

    def blended(self, sources: Sources, controls: Controls) -> Floats:
        """[bars, latent] melody and accompaniment each at its share of the way; none for a second voice."""
        one, two = (
            self.composer.encode(_without_bass(each.bars), controls, _POLISH) for each in (sources.a, sources.b)
        )
        found = np.full_like(one, np.nan)
        rng = np.random.default_rng((self.seed, _NEARNESS))
        share = {MELODY: self.shares.melody, ACCOMPANIMENT: self.shares.below}
        for part, way in share.items():
            where = self.composer.columns[part]
            between = latents.interpolate(one[:, where], two[:, where], way)
            other = latents.nearby(between, _AWAY, rng)
            found[:, where] = np.where(sources.away[:, None] > 0, other, between)
        return found

    def drafts(self, plan: Plan, starts: Floats, progress: Progress) -> list[Bars]:
        """Several, side by side."""
        blank = plan.blank
        seeds = [(self.seed, _DECODING, attempt) for attempt in range(DRAFTS)]
        orders = [Order(blank.lengths, blank.chords, plan.wishes, starts, seed=seed) for seed in seeds]
        total = max(DRAFTS * len(starts), 1)
        return self.composer.decode(orders, _TASTE, lambda done: progress.at(sum(done) / total, "writing"))


def in_rhythm(bars: Bars, pattern: Pattern, fallback: Callable[[int, int], int]) -> Bars:
    """The notes at the moments of the pattern, in their order; fallback: a pitch where a bar of a part has none."""
    rows = [
        _retimed(bars.notes[bars.notes[:, PART] == part], part, pattern.rhythms[part], fallback)
        for part in (MELODY, ACCOMPANIMENT)
    ]
    return Bars(tidy(np.concatenate(rows)), bars.lengths, bars.chords)


def _retimed(notes: Ints, part: int, rhythm: Ints, fallback: Callable[[int, int], int]) -> Ints:
    rows: list[tuple[int, int, int, int, int]] = []
    for bar, lasting in enumerate(rhythm):
        moments = np.flatnonzero(lasting).tolist()
        mine = notes[notes[:, BAR] == bar]
        struck = [mine[mine[:, SLOT] == slot][:, PITCH].tolist() for slot in np.unique(mine[:, SLOT])]
        struck = struck or [[fallback(bar, part)]]
        for place, slot in enumerate(moments):
            index = round(place * (len(struck) - 1) / max(len(moments) - 1, 1))
            rows += [(bar, slot, part, pitch, int(lasting[slot])) for pitch in struck[index]]
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def cost(bars: Bars, moved: float, wished: Controls, histogram: Floats) -> float:
    """Of a draft, 0 is flawless: how much had to be mended, how far it is from the wished height and from the pitch
    classes [12] between the tracks', and how hard it is to sing.
    """
    found = measure(bars)
    both = [MELODY, ACCOMPANIMENT]
    high = np.nanmean(np.abs(np.nan_to_num(found.register - wished.register)[:, both])) / 12
    weight = np.bincount(bars.notes[:, PITCH] % 12, weights=bars.notes[:, DURATION], minlength=12)
    far = 0.5 * float(np.abs(weight / max(float(weight.sum()), 1e-9) - histogram).sum())
    line = bars.notes[bars.notes[:, PART] == MELODY][:, PITCH]
    leaps = float(np.mean(np.abs(np.diff(line)) > _STRAIGHT)) if len(line) > 1 else 0.0
    return float(moved + high + far + leaps)


def histogram_of(theme: Theme) -> Floats:
    """[12] how much each pitch class is heard, at home."""
    notes = theme.bars.notes
    weight = np.bincount(notes[:, PITCH] % 12, weights=notes[:, DURATION], minlength=12)
    return np.asarray(weight / max(float(weight.sum()), 1e-9))
