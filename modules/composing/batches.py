"""`Batch`, windows of bars as the arrays that the network reads, and back."""

from dataclasses import dataclass

import numpy as np

from modules.composing.bars import (
    BAR,
    DURATION,
    DURATIONS,
    LOWEST,
    PART,
    PARTS,
    PITCH,
    PITCHES,
    SLOT,
    SLOTS,
    Bars,
    Floats,
    Ints,
    duration_bins,
)

DURATION_KINDS = 16
PAD = -100
Cells = tuple[Ints, Ints]


@dataclass(frozen=True)
class Task:
    """One window to learn from: what the encoder sees, what is given, what is to be written.

    kept: [bars, 3] latents that the decoder may see. written: [3] parts that it writes.
    """

    source: Bars
    given: Bars
    target: Bars
    controls: Ints
    kept: Ints
    written: Ints


@dataclass(frozen=True)
class Batch:
    """Arrays of several tasks of the same number of bars."""

    source: Cells
    given: Cells
    kept: Ints
    controls: Ints
    chords: Ints
    events: Ints
    targets: Ints
    roll: Ints
    written: Floats


def cells(bars: list[Bars], *, by_part: bool) -> Cells:
    """Where the notes of every row begin, counted through [rows, bars, (parts,) slots], and [notes, 3] part, pitch,
    duration.
    """
    where, what = [], []
    for row, piece in enumerate(bars):
        notes = piece.notes
        place = row * len(piece) + notes[:, BAR]
        if by_part:
            place = place * PARTS + notes[:, PART]
        where.append(place * SLOTS + notes[:, SLOT])
        what.append(np.stack([notes[:, PART], notes[:, PITCH] - LOWEST, duration_bins(notes[:, DURATION])], axis=1))
    return np.concatenate(where), np.concatenate(what)


def events(bars: Bars) -> Ints:
    """[events, 5] bar lines and notes in the order in which they are written."""
    notes, count = bars.notes, len(bars)
    result = np.empty((len(notes) + count, 5), dtype=np.int64)
    before = np.searchsorted(notes[:, BAR], np.arange(count))
    result[before + np.arange(count)] = [0, 0, PARTS, PITCHES, DURATION_KINDS]
    result[before + np.arange(count), BAR] = np.arange(count)
    spot = np.arange(len(notes)) + notes[:, BAR] + 1
    result[spot, :PITCH] = notes[:, :PITCH]
    result[spot, PITCH] = notes[:, PITCH] - LOWEST
    result[spot, DURATION] = duration_bins(notes[:, DURATION])
    return result


def bars_of(written: Ints, lengths: Ints, chords: Ints) -> Bars:
    """The inverse of `events`."""
    notes = written[written[:, PART] < PARTS].copy()
    notes[:, PITCH] += LOWEST
    notes[:, DURATION] = DURATIONS[notes[:, DURATION]]
    return Bars(notes, lengths, chords)


def targets(written: Ints) -> Ints:
    """[events, 4] slot, part, pitch, duration of the event after each; slot 16 and nothing else where a bar ends."""
    after = np.full((len(written), 4), PAD, dtype=np.int64)
    after[:-1] = written[1:, 1:]
    ends = np.append(written[1:, PART] == PARTS, True)
    after[ends] = [SLOTS, PAD, PAD, PAD]
    return after


def pack(tasks: list[Task]) -> Batch:
    """Pad the events of every task to the longest."""
    written = [events(task.target) for task in tasks]
    longest = -(-max(map(len, written)) // 16) * 16
    inputs = np.zeros((len(tasks), longest, 5), dtype=np.int64)
    answers = np.full((len(tasks), longest, 4), PAD, dtype=np.int64)
    for row, one in enumerate(written):
        inputs[row, : len(one)], answers[row, : len(one)] = one, targets(one)
    where, what = cells([task.target for task in tasks], by_part=False)
    return Batch(
        source=cells([task.source for task in tasks], by_part=True),
        given=cells([task.given for task in tasks], by_part=False),
        kept=np.stack([task.kept for task in tasks]),
        controls=np.stack([task.controls for task in tasks]),
        chords=np.stack([task.target.chords for task in tasks]),
        events=inputs,
        targets=answers,
        roll=(where * PARTS + what[:, 0]) * PITCHES + what[:, 1],
        written=np.stack([task.written for task in tasks]).astype(np.float32),
    )
