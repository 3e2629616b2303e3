"""`Theme`: the bars of a track as they are blended: on sixteenths, at home in C major or A minor, all equally long."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from modules.composing.bars import ACCOMPANIMENT, BAR, BRIDGE, DURATION, MELODY, PART, SLOT, Bars, Floats, Ints, tidy
from modules.composing.chords import chord
from modules.composing.planning.key import Key
from modules.composing.songs import Song
from modules.composing.tonality import MAJOR, MINOR
from modules.generation.engines.blend.symbolic.excerpts import Excerpt
from modules.hearing.findings import NO_NOTES, STEPS, Parts
from modules.hearing.writing import song_of

BASS: Final = BRIDGE
"""Nobody hears a second voice, so its place is the bass's, which is played by rule and not by the network."""
BANDS: Final = 3
_LENGTHS: Final = (8, 12, 16)
_STEADY: Final = 0.3
TONIC: Final = {MAJOR: chord(0, "maj"), MINOR: chord(9, "min")}


@dataclass(frozen=True, eq=False)
class Theme:
    """drums: [bars, 3, sixteenths] how strongly low, middle and high ones are struck. tempo: quarters a minute."""

    bars: Bars
    drums: Floats
    key: Key
    tempo: float
    length: int
    compound: bool

    def window(self, numbers: Ints) -> "Theme":
        """These bars, in this order."""
        pieces = [
            self.bars.window(int(number), 1).notes + np.array([place, 0, 0, 0, 0])
            for place, number in enumerate(numbers)
        ]
        bars = Bars(np.concatenate(pieces), self.bars.lengths[numbers], self.bars.chords[numbers])
        return replace(self, bars=bars, drums=self.drums[numbers])


def theme(one: Excerpt, *, heard: bool) -> Theme:
    """heard: in sound, which is never clean: what goes with the melody is put on eighths, and every bar has the strokes
    that most bars have.
    """
    upper, low = _songs(one)
    notes = upper.bars.notes
    if low is not None:
        below = low.bars.notes.copy()
        below[:, PART] = BASS
        notes = tidy(np.concatenate([notes, below[below[:, BAR] < len(upper.bars)]]))
    lengths = upper.bars.lengths
    length = _usual(lengths)
    mode = upper.mode
    drums = _drums(one, lengths)
    chords = _filled(upper.bars.chords, mode)
    bars, drums = _levelled(Bars(notes, lengths, chords), drums, length)
    shift = int(upper.shift[0])
    tonic = (-shift + (9 if mode == MINOR else 0)) % 12
    if heard:
        bars, drums = _cleaned(bars), np.broadcast_to(_typical(drums), drums.shape).copy()
    return Theme(bars, drums, Key(tonic, mode), one.pace, length, one.time.quarters == 1.5)


def _songs(one: Excerpt) -> tuple[Song, Song | None]:
    """Melody and accompaniment, and the bass apart; where there is nothing else, the bass is the accompaniment."""
    melody, bass, rest = one.parts.melody, one.parts.bass, one.parts.accompaniment
    if not len(melody) and not len(rest):
        return song_of(one.time, Parts(accompaniment=bass), one.harmony, "", "other"), None
    upper = song_of(one.time, Parts(melody, NO_NOTES, rest), one.harmony, "", "other")
    return upper, song_of(one.time, Parts(bass=bass), one.harmony, "", "other") if len(bass) else None


def _usual(lengths: Ints) -> int:
    """The length of most bars, one that we write in."""
    known = [length for length in lengths.tolist() if length in _LENGTHS]
    return max(_LENGTHS, key=lambda length: (known.count(length), length)) if known else 16


def _filled(chords: Ints, mode: int) -> Ints:
    """A quarter without a chord has the one before it, or after it where there is none before."""
    flat = chords.reshape(-1)
    known = np.flatnonzero(flat > 0)
    if not len(known):
        return np.full_like(chords, TONIC[mode])
    before = np.searchsorted(known, np.arange(len(flat)), side="right") - 1
    return np.asarray(flat[known[np.maximum(before, 0)]].reshape(chords.shape))


def _drums(one: Excerpt, lengths: Ints) -> Floats:
    """[bars, 3, 16] on the sixteenths of bars of these lengths."""
    lines = np.concatenate([[0], np.cumsum(lengths)])
    grid = np.zeros((len(lengths), BANDS, 16), dtype=np.float32)
    each = round(4 * one.time.quarters)
    for beat, band, step in np.argwhere(one.parts.drums > 0).tolist():
        place = beat * each + round(step * each / STEPS)
        bar = int(np.searchsorted(lines, place, side="right")) - 1
        if bar < len(lengths):
            slot = min(place - int(lines[bar]), 15)
            grid[bar, band, slot] = max(grid[bar, band, slot], one.parts.drums[beat, band, step])
    return grid


def _cleaned(bars: Bars) -> Bars:
    notes = bars.notes.copy()
    below = notes[:, PART] != MELODY
    notes[below, SLOT] -= notes[below, SLOT] % 2
    notes[below, DURATION] = np.maximum(notes[below, DURATION], 2)
    return replace(bars, notes=tidy(notes))


def _typical(drums: Floats) -> Floats:
    mean = drums.mean(axis=0)
    strongest = mean.max(axis=1, keepdims=True)
    return np.asarray(np.where(mean >= np.maximum(0.45 * strongest, _STEADY * 0.3), mean, 0.0), dtype=np.float32)


def _levelled(bars: Bars, drums: Floats, length: int) -> tuple[Bars, Floats]:
    """All bars of this length: shorter ones rest at their end, longer ones lose it."""
    notes = bars.notes[bars.notes[:, SLOT] < length].copy()
    notes[:, DURATION] = np.maximum(notes[:, DURATION], 1)
    level = Bars(tidy(notes), np.full(len(bars), length, dtype=np.int64), bars.chords)
    return level, drums[:, :, :length]


def refitted(one: Theme, length: int) -> Theme:
    """The theme in bars of another length: pairs joined, halves parted, else a beat less or the last beat again."""
    if length == one.length:
        return one
    if length == 2 * one.length:
        bars, drums = _joined(one)
    elif 2 * length == one.length:
        bars, drums = _parted(one, length)
    else:
        bars, drums = _stretched(one, length) if length > one.length else _levelled(one.bars, one.drums, length)
    return replace(one, bars=bars, drums=drums, length=length)


def _joined(one: Theme) -> tuple[Bars, Floats]:
    """Two bars become one; an odd last one is heard twice."""
    count = -(-len(one.bars) // 2)
    notes = one.bars.notes.copy()
    if len(one.bars) % 2:
        last = notes[notes[:, BAR] == len(one.bars) - 1]
        notes = np.concatenate([notes, last + np.array([1, 0, 0, 0, 0])])
    notes[:, SLOT] += notes[:, BAR] % 2 * one.length
    notes[:, BAR] //= 2
    order = np.minimum(np.arange(2 * count), len(one.bars) - 1).reshape(count, 2)
    chords = one.bars.chords[order][:, :, :2].reshape(count, 4)
    drums = one.drums[order].transpose(0, 2, 1, 3).reshape(count, BANDS, -1)
    return Bars(tidy(notes), np.full(count, 2 * one.length), chords), drums


def _parted(one: Theme, length: int) -> tuple[Bars, Floats]:
    notes = one.bars.notes.copy()
    second = notes[:, SLOT] >= length
    notes[:, BAR] = 2 * notes[:, BAR] + second
    notes[:, SLOT] -= length * second
    chords = one.bars.chords.reshape(-1, 2).repeat(2, axis=1)[:, [0, 2, 1, 3]]
    drums = one.drums.reshape(len(one.drums), BANDS, 2, length).transpose(0, 2, 1, 3).reshape(-1, BANDS, length)
    return Bars(tidy(notes), np.full(2 * len(one.bars), length), chords), drums


def _stretched(one: Theme, length: int) -> tuple[Bars, Floats]:
    """What is missing at the end of the bar is filled by what was there so long before."""
    more = length - one.length
    notes = one.bars.notes
    again = notes[notes[:, SLOT] >= one.length - more] + np.array([0, more, 0, 0, 0])
    again = again[again[:, PART] == ACCOMPANIMENT]
    drums = np.concatenate([one.drums, one.drums[:, :, one.length - more :]], axis=2)
    chords = one.bars.chords.copy()
    chords[:, -(-one.length // 4) :] = chords[:, one.length // 4 - 1][:, None]
    joined = tidy(np.concatenate([notes, again]))
    return Bars(joined, np.full(len(one.bars), length), chords), drums
