"""`Evidence`: what beats, metre, chords and sections are judged by, alike for sound and for MIDI: notes and rises."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.hearing.sound import FRAMES_A_SECOND, Floats

START, END, PITCH, WEIGHT = range(4)
BASS: Final = 52
"""Notes below this pitch, or below everything else that starts with them, carry the harmony."""
_LONGEST: Final = 1.5


@dataclass(frozen=True, eq=False)
class Evidence:
    """notes: [notes, 4] start and end in seconds, pitch, weight 0..1, in the order of time.

    rise: [frames, 3] how much louder low, middle and high bands become; all 0 where only notes are known.
    """

    seconds: float
    notes: Floats
    rise: Floats

    @property
    def frames(self) -> int:
        return len(self.rise)

    def onsets(self) -> Floats:
        """[frames] one curve of all that starts."""
        struck = _spread(self.notes[:, START], np.sqrt(self.notes[:, WEIGHT]), self.frames)
        curve = struck / (struck.std() + 1e-6)
        scaled = self.scaled_rise()
        return np.asarray(curve + scaled @ np.array([0.35, 0.5, 0.35], dtype=np.float32))

    def scaled_rise(self) -> Floats:
        """[frames, 3] in units of the piece's own spread, so that loud recordings are no different from soft ones."""
        return np.asarray(self.rise / (self.rise.std(axis=0) + 0.02), dtype=np.float32)


def accents(evidence: Evidence, ticks: Floats) -> Floats:
    """[ticks, 14] what happens at each tick (given in seconds): notes, their lengths, basses, changes of harmony,
    rises.
    """
    notes = evidence.notes
    count = len(ticks)
    edges = np.concatenate([[-1.0], (ticks[1:] + ticks[:-1]) / 2, [1e9]])
    at = np.searchsorted(edges, notes[:, START], side="right") - 1
    length = np.minimum(notes[:, END] - notes[:, START], _LONGEST)
    lowest = np.full(count, 200.0)
    np.minimum.at(lowest, at, notes[:, PITCH])
    below = (notes[:, PITCH] < BASS) | (notes[:, PITCH] <= lowest[at])
    bass = below & (notes[:, PITCH] < BASS + 8)
    highest = np.zeros(count)
    np.maximum.at(highest, at, notes[:, PITCH])
    top = notes[:, PITCH] >= highest[at]

    def total(values: Floats) -> Floats:
        return np.bincount(at, weights=values, minlength=count)[:count]

    weight = notes[:, WEIGHT]
    columns = [total(weight), total(weight * length), total(weight * bass), total(weight * length * bass)]
    columns += [total(weight * length * top), np.where(lowest < 128, (lowest - 50) / 24, 1.5)]
    columns += list(_changes(evidence, ticks))
    columns += list(_risen(evidence, ticks).T)
    columns.append((total(weight) > 0).astype(np.float64))
    return np.stack(columns, axis=1).astype(np.float32)


def _changes(evidence: Evidence, ticks: Floats) -> list[Floats]:
    """How far what sounds after each tick differs from what sounded before, near and far, and in the bass."""
    found = []
    for reach, pitches in ((0.6, slice(0, 128)), (1.3, slice(0, 128)), (2.4, slice(0, 128)), (1.0, slice(0, BASS + 3))):
        before = chroma(evidence.notes, ticks - reach, ticks, pitches)
        after = chroma(evidence.notes, ticks, ticks + reach, pitches)
        found.append(1.0 - _cosine(before, after))
    return found


def chroma(notes: Floats, starts: Floats, ends: Floats, pitches: slice = slice(0, 128)) -> Floats:
    """[spans, 12] seconds that each pitch class sounds between starts and ends, by weight."""
    chosen = notes[(notes[:, PITCH] >= pitches.start) & (notes[:, PITCH] < pitches.stop)]
    table = np.zeros((len(starts), 12))
    for pitch_class in range(12):
        here = chosen[chosen[:, PITCH] % 12 == pitch_class]
        if len(here):
            table[:, pitch_class] = _sounded(here, ends) - _sounded(here, starts)
    return np.maximum(table, 0.0)


def _sounded(notes: Floats, moments: Floats) -> Floats:
    """Weighted seconds that these notes have sounded until each moment."""
    order = np.argsort(notes[:, START], kind="stable")
    begin, weight = notes[order, START].astype(np.float64), notes[order, WEIGHT].astype(np.float64)
    close = np.sort(notes[:, END].astype(np.float64))
    by_end = np.argsort(notes[:, END], kind="stable")
    begun = np.concatenate([[0.0], np.cumsum(weight)])
    begun_at = np.concatenate([[0.0], np.cumsum(weight * begin)])
    ended = np.concatenate([[0.0], np.cumsum(notes[by_end, WEIGHT].astype(np.float64))])
    ended_at = np.concatenate([[0.0], np.cumsum(notes[by_end, WEIGHT].astype(np.float64) * close)])
    first = np.searchsorted(begin, moments, side="right")
    last = np.searchsorted(close, moments, side="right")
    return np.asarray(begun[first] * moments - begun_at[first] - (ended[last] * moments - ended_at[last]))


def _cosine(one: Floats, two: Floats) -> Floats:
    product = (one * two).sum(axis=1)
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    return np.where(norms > 1e-9, product / np.maximum(norms, 1e-9), 0.5)


def _risen(evidence: Evidence, ticks: Floats) -> Floats:
    """[ticks, 3] the strongest rise around each tick."""
    scaled = evidence.scaled_rise()
    frames = np.rint(ticks * FRAMES_A_SECOND).astype(int)
    near = np.clip(frames[:, None] + np.arange(-2, 5), 0, max(evidence.frames - 1, 0))
    return np.asarray(np.minimum(scaled[near].max(axis=1), 8.0)) if evidence.frames else np.zeros((len(ticks), 3))


def _spread(times: Floats, weights: Floats, frames: int) -> Floats:
    """Onsets as short bumps on frames."""
    at = np.clip(times * FRAMES_A_SECOND, 0, max(frames - 2, 0))
    low = at.astype(int)
    share = at - low
    curve = np.zeros(frames + 1)
    np.add.at(curve, low, weights * (1 - share))
    np.add.at(curve, low + 1, weights * share)
    bump = np.array([0.3, 0.8, 1.0, 0.8, 0.3])
    return np.asarray(np.convolve(curve[:frames], bump, "same"), dtype=np.float32)
