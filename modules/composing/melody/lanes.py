"""What the composing network sings to a backing: ten lines side by side, told how busy and how high."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from modules.composing import controls
from modules.composing.bars import ACCOMPANIMENT, BAR, BRIDGE, DURATION, MELODY, PARTS, SLOT
from modules.composing.bars import PITCH as BAR_PITCH
from modules.composing.decoding import Taste
from modules.composing.melody.pausing import quarters
from modules.composing.network import LANES, Composer, Order

if TYPE_CHECKING:
    from modules.composing.bars import Flags, Floats, Ints
    from modules.composing.decoding import Tell
    from modules.composing.melody.backing import Backing
    from modules.composing.melody.wish import MelodyWish

_TASTE: Final = Taste(0.92, 0.05)
_ORDINARY: Final = 4.45
_SLOWER: Final = -0.73
"""Notes a bar of four that people sing at 90 beats a minute, and how that falls with tempo: 209 songs of POP909 that
are not held out, by least squares.
"""
_TAKEN: Final = 1.12
"""So many more are asked for, because pauses take some away."""
_ARCH: Final = (-1.0, 4.5, 1.5, -5.0)
_LIFT: Final = 3.0
"""Semitones from the middle of the voice that are asked for: in the bars of four, and by section. The network follows
half of it, and people's melodies span as much as then comes out.
"""
_WIDER: Final = 6
"""Semitones by which a melody may leave what is free: people's span 19, of which two thirds hold nearly all notes."""
_SPAN: Final = 22
"""Semitones of a voice for which phrases arch in full; narrower ones arch less."""


class Place(NamedTuple):
    """written: [bars] that are written for themselves. pausing: [quarters] how likely people pause there."""

    written: Flags
    pausing: Floats


def sing(backing: Backing, wish: MelodyWish, composer: Composer, place: Place, tell: Tell | None = None) -> list[Ints]:
    """LANES lines in the written bars, pitches as they sound."""
    bars = backing.bars
    wishes = _wishes(backing, wish, place)
    orders = [
        Order(bars.lengths, bars.chords, wishes, None, bars, (BRIDGE, ACCOMPANIMENT), (wish.seed, lane))
        for lane in range(LANES)
    ]
    return [_line(song.only([MELODY]).notes, backing) for song in composer.decode(orders, _TASTE, tell)]


def _wishes(backing: Backing, wish: MelodyWish, where: Place) -> controls.Controls:
    count = len(backing.bars)
    tempo = np.clip(np.nan_to_num(backing.tempo, nan=100.0), 40, 240)
    place = _places(backing)
    busy = _TAKEN * _ORDINARY * (tempo / 90) ** _SLOWER * wish.density * backing.bars.lengths / 16
    busy *= _busier(backing, where)
    mood = np.array([wish.mood.valence, wish.mood.arousal] if wish.mood else [np.nan, np.nan])
    if wish.mood:
        busy *= 2.0 ** (0.35 * mood[1])
    density, register = np.full((count, PARTS), np.nan), np.full((count, PARTS), np.nan)
    density[:, MELODY] = np.where(where.written, np.clip(np.rint(busy), 1, 14), 0)
    low, high = voice(backing, wish)
    register[:, MELODY] = (low + high) / 2 + backing.shift + min((high - low) / _SPAN, 1.0) * _contour(backing, place)
    polyphony = np.full((count, PARTS), np.nan)
    polyphony[:, MELODY] = 1.0
    return controls.free(count).changed(
        density=density,
        polyphony=polyphony,
        register=register,
        tempo=tempo,
        mode=float(backing.mode),
        style=float(controls.STYLES.index("pop")),
        valence=mood[0],
        arousal=mood[1],
    )


def _busier(backing: Backing, where: Place) -> Floats:
    """[bars] against the others: fewer notes where people are likely to pause."""
    bar = quarters(backing)[:, 1]
    singing = np.bincount(bar, weights=1.0 - where.pausing) / np.bincount(bar)
    return np.asarray(singing / np.mean(singing[where.written] if where.written.any() else singing))


def _contour(backing: Backing, place: Ints) -> Floats:
    """[bars] semitones around the middle of the voice: phrases arch, and what returns most lies highest."""
    lift = np.zeros(len(place))
    lasting: dict[str, int] = {}
    for stretch in backing.stretches:
        lasting[stretch.label] = lasting.get(stretch.label, 0) + stretch.end - stretch.start
    most = max(lasting, key=lambda label: lasting[label], default="")
    for stretch in backing.stretches:
        lift[stretch.start : stretch.end] = _LIFT if stretch.label == most else -_LIFT
    return np.asarray(np.array(_ARCH)[place % len(_ARCH)] + lift)


def _places(backing: Backing) -> Ints:
    """[bars] how many bars after the beginning of its stretch each is."""
    place = np.arange(len(backing.bars))
    for stretch in backing.stretches:
        place[stretch.start : stretch.end] -= stretch.start
    return place


def voice(backing: Backing, wish: MelodyWish) -> tuple[int, int]:
    """(lowest, highest) pitch to be sung: as asked, or what the backing leaves free."""
    low, high = backing.free
    low, high = low - _WIDER // 2, high + _WIDER - _WIDER // 2
    span = high - low
    if wish.lowest is not None:
        return wish.lowest, wish.highest if wish.highest is not None else wish.lowest + span
    return (wish.highest - span, wish.highest) if wish.highest is not None else (low, high)


def _line(notes: Ints, backing: Backing) -> Ints:
    """Rows of `Bars` as a line: the highest where several begin together, each until the next at most."""
    notes = notes[np.lexsort((-notes[:, BAR_PITCH], notes[:, SLOT], notes[:, BAR]))]
    start = backing.lines[notes[:, BAR]] + notes[:, SLOT]
    first = np.append(True, np.diff(start) > 0)[: len(notes)]
    notes, start = notes[first], start[first]
    until = np.append(start[1:], start[-1:] + 64)
    pitch = notes[:, BAR_PITCH] - backing.shift[notes[:, BAR]]
    return np.stack([start, np.minimum(notes[:, DURATION], until - start), pitch], axis=1)


def home(backing: Backing, sixteenths: Ints) -> Floats:
    """[notes] semitones that bring what sounds at these sixteenths home."""
    return np.asarray(backing.shift[bars_at(backing, sixteenths)])


def bars_at(backing: Backing, sixteenths: Ints) -> Ints:
    """[notes] the bars in which these sixteenths lie."""
    found = np.searchsorted(backing.lines, sixteenths, side="right") - 1
    return np.clip(found, 0, len(backing.bars) - 1).astype(np.int64)


def chords_at(backing: Backing, sixteenths: Ints) -> Ints:
    """[notes] the chords there, at home."""
    bar = bars_at(backing, sixteenths)
    quarter = np.clip((sixteenths - backing.lines[bar]) // 4, 0, 3)
    return np.asarray(backing.bars.chords[bar, quarter])
