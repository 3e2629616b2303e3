"""`Song`, one piece of music brought onto the grid and home to C major or A minor."""

from dataclasses import dataclass

import numpy as np

from modules.composing import chords as harmony
from modules.composing import controls, tonality
from modules.composing.bars import SLOTS, Bars, Floats, Ints, tidy

OFF_GRID = 0.17


@dataclass(frozen=True)
class Song:
    """A piece as the network learns it.

    shift: [bars] semitones that were added to bring the bar home. tempo: [bars] quarters a minute.
    crooked: [bars] share of the notes that do not lie on sixteenths.
    """

    name: str
    style: str
    bars: Bars
    shift: Ints
    tempo: Floats
    mode: int
    crooked: Floats

    def controls(self) -> controls.Controls:
        """What the song is like, bar by bar."""
        return controls.measure(self.bars, self.tempo, self.mode, controls.STYLES.index(self.style))


@dataclass(frozen=True)
class Sketch:
    """What a reader found: notes [notes, 4] onset and duration in sixteenths (not rounded), part, pitch; bar lines in
    sixteenths.
    """

    notes: Floats
    barlines: Ints
    shift: Ints
    tempo: Floats
    mode: int | None = None
    chords: Ints | None = None


def bar_lines(lengths: list[int]) -> list[int]:
    """Lengths of at most 16 sixteenths: long bars are cut in two or more."""
    cut: list[int] = []
    for length in lengths:
        rest = length
        while rest > SLOTS:
            piece = 12 if length % 12 == 0 or 0 < rest - SLOTS < 4 else SLOTS
            cut.append(piece)
            rest -= piece
        cut.append(rest)
    return cut


def compose(name: str, style: str, sketch: Sketch) -> Song:
    """Put a sketch on the grid. Chords that the reader did not find are heard from the notes."""
    lengths = np.diff(sketch.barlines)
    onset = np.rint(sketch.notes[:, 0]).astype(np.int64)
    bar = np.searchsorted(sketch.barlines, onset, side="right") - 1
    inside = (bar >= 0) & (bar < len(lengths))
    source, onset, bar = sketch.notes[inside], onset[inside], bar[inside]
    duration = np.maximum(np.rint(source[:, 1]).astype(np.int64), 1)
    pitch = source[:, 3].astype(np.int64) + sketch.shift[bar]
    notes = tidy(np.stack([bar, onset - sketch.barlines[bar], source[:, 2].astype(np.int64), pitch, duration], axis=1))
    off = np.abs(source[:, 0] - onset) > OFF_GRID
    crooked = np.bincount(bar, weights=off, minlength=len(lengths)) / np.maximum(
        np.bincount(bar, minlength=len(lengths)), 1
    )
    found = (
        harmony.hear_bars(notes, len(lengths))
        if sketch.chords is None
        else harmony.transpose(sketch.chords, sketch.shift[:, None])
    )
    weights = np.bincount(notes[:, 3] % 12, weights=notes[:, 4], minlength=12).astype(np.float32)
    mode = tonality.mode_at_home(weights) if sketch.mode is None else sketch.mode
    bars = Bars(notes, lengths.astype(np.int64), found)
    return Song(name, style, bars, sketch.shift, sketch.tempo.astype(np.float32), mode, crooked.astype(np.float32))
