"""How a melody sits on its song: harmony after Yeh et al., range, rests and phrases, the same for people's and ours.

Yin-Cheng Yeh et al., "Automatic melody harmonization with triad chords: a comparative study" (2021): CTnCTR, PCS, MCTD.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from listening.songs import Known

from modules.composing import chords
from modules.composing.arranging.voicing import TONES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
STEPS: Final = 4
"""Sixteenths of a beat."""
BAR: Final = 16
REST: Final = 2
"""A phrase ends where nothing is sung for so many sixteenths."""
PAUSE: Final = 5
"""Sixteenths from the beginning of a note to that of the next which are a pause: more than a beat. However long whoever
wrote a melody down held its notes, they begin where they were sung.
"""
_CONSONANT: Final = {0: 1, 3: 1, 4: 1, 5: 0, 7: 1, 8: 1, 9: 1}


def _tonal(weights: Floats) -> Floats:
    """[.., 6] where pitch classes lie in the tonal space of Harte et al.: circles of fifths, minor and major thirds."""
    turns = np.arange(12)[:, None] * np.array([7 * np.pi / 6, 3 * np.pi / 2, 2 * np.pi / 3])
    radius = np.array([1.0, 1.0, 0.5])
    places = np.concatenate([radius * np.sin(turns), radius * np.cos(turns)], axis=1)
    return weights @ places / np.maximum(weights.sum(axis=-1, keepdims=True), 1e-9)


_NOTE_PLACES: Final = _tonal(np.eye(12))
_CHORD_PLACES: Final = _tonal(TONES.astype(float))


class Sung:
    """A melody [notes, 3] (start and end in seconds, pitch) on the sixteenths of a known song."""

    def __init__(self, notes: Floats, song: Known) -> None:
        beats = song.beats[:, 0]
        at = np.interp(notes[:, :2], beats, np.arange(len(beats))) * STEPS
        order = np.lexsort((-notes[:, 2], np.rint(at[:, 0])))
        start, end = np.rint(at[order]).astype(np.int64).T
        first = np.append(True, np.diff(start) > 0)
        self.start, self.pitch = start[first], notes[order, 2].astype(np.int64)[first]
        self.end = np.maximum(end[first], self.start + 1)
        self.end[:-1] = np.minimum(self.end[:-1], self.start[1:])
        steps = STEPS * len(beats)
        moments = np.interp((np.arange(steps) + 0.3) / STEPS, np.arange(len(beats)), beats)
        self.chord = _chords(song, moments)
        self.sounding = np.full(steps, -1)
        for one, two, pitch in zip(self.start, self.end, self.pitch, strict=True):
            self.sounding[one:two] = pitch
        down = np.flatnonzero(song.beats[:, 1] > 0)
        number = np.arange(len(beats))
        place = number - down[np.maximum(np.searchsorted(down, number, side="right") - 1, 0)]
        self.strong = np.zeros(steps, dtype=bool)
        self.strong[::STEPS] = place % 2 == 0
        self.first = int(down[0]) * STEPS

    @property
    def bars(self) -> npt.NDArray[np.bool_]:
        """[bars] in which anything is sung, bars counted in fours from the first downbeat."""
        on = self.sounding[self.first % BAR :] >= 0
        return on[: len(on) // BAR * BAR].reshape(-1, BAR).any(axis=1)

    def figures(self) -> dict[str, float]:
        return self._harmony() | self._line() | self._breath()

    def _harmony(self) -> dict[str, float]:
        at = np.minimum(self.start, len(self.chord) - 1)
        chord, known = self.chord[at], self.chord[at] > 0
        tone = TONES[chord, self.pitch % 12] == 1
        passing = np.append(np.abs(np.diff(self.pitch)) <= 2, False) & ~tone
        on = (self.sounding >= 0) & (self.chord > 0)
        pairs = list(zip(self.sounding[on].tolist(), self.chord[on].tolist(), strict=True))
        consonant = [
            np.mean([_CONSONANT.get((pitch - int(root)) % 12, -1) for root in np.flatnonzero(TONES[held])])
            for pitch, held in pairs
        ]
        apart = np.linalg.norm(_NOTE_PLACES[self.sounding[on] % 12] - _CHORD_PLACES[self.chord[on]], axis=1)

        def share(which: npt.NDArray[np.bool_], good: npt.NDArray[np.bool_]) -> float:
            return float(good[which & known].mean()) if (which & known).any() else 0.0

        strong = self.strong[at]
        return {
            "ctnctr_strong": share(strong, tone | passing),
            "chord_tones_strong": share(strong, tone),
            "ctnctr": share(strong | True, tone | passing),
            "chord_tones": share(strong | True, tone),
            "pcs": float(np.mean(consonant)),
            "mctd": float(apart.mean()),
        }

    def _line(self) -> dict[str, float]:
        steps = np.abs(np.diff(self.pitch))
        low, high = np.quantile(self.pitch, [0.05, 0.95])
        return {
            "range": float(self.pitch.max() - self.pitch.min()),
            "range_90": float(high - low),
            "pitch": float(self.pitch.mean()),
            "interval": float(steps.mean()),
            "notes_a_bar": len(self.start) / max(int(self.bars.sum()), 1),
            "note_length": float((self.end - self.start).mean()) / STEPS,
        }

    def _breath(self) -> dict[str, float]:
        on = self.sounding[self.first % BAR :] >= 0
        sung = on[: len(on) // BAR * BAR].reshape(-1, BAR)[self.bars]
        gaps = self.start[1:] - self.end[:-1]
        ends = np.append(np.flatnonzero(gaps >= REST), len(self.start) - 1)
        starts = np.append(0, ends[:-1] + 1)
        return {
            "rest": float(1 - sung.mean()),
            "sung_bars": float(self.bars.mean()),
            "pause": self._paused(),
            "pauses": float((np.diff(self.start) >= PAUSE).sum() + 1),
            "notes": float(len(self.start)),
            "phrases": float(len(ends)),
            "phrase_notes": float((ends - starts + 1).sum()),
            "phrase_beats": float((self.end[ends] - self.start[starts]).sum()) / STEPS,
        }

    def _paused(self) -> float:
        """Share of the bars with anything sung in which no note began within the beat before."""
        begun = np.zeros(len(self.sounding), dtype=bool)
        for start in self.start:
            begun[start : start + STEPS] = True
        began = begun[self.first % BAR :]
        return float(1 - began[: len(began) // BAR * BAR].reshape(-1, BAR)[self.bars].mean())

    def silent_beats(self) -> npt.NDArray[np.bool_]:
        """[beats] in which no note begins, of the bars in which any does."""
        begun = np.bincount(np.minimum(self.start, len(self.sounding) - 1), minlength=len(self.sounding)) > 0
        bars = begun[self.first % BAR :]
        return ~bars[: len(bars) // BAR * BAR].reshape(-1, BAR // STEPS, STEPS).any(axis=2)


def met(people: Sung, ours: Sung) -> dict[str, float]:
    """How many of the beats in which no note of ours begins are such of people's, and how many of theirs are ours."""
    theirs, mine = people.silent_beats(), ours.silent_beats()
    among = people.bars & ours.bars
    both = float((theirs & mine)[among].sum())
    return {
        "precision": both / max(float(mine[among].sum()), 1.0),
        "recall": both / max(float(theirs[among].sum()), 1.0),
        "chance": float(theirs[among].mean()) if among.any() else 0.0,
    }


def _chords(song: Known, moments: Floats) -> Ints:
    ends = np.array([end for _, end, _ in song.chords])
    ids = np.array([chords.parse(label) for _, _, label in song.chords])
    return np.asarray(ids[np.minimum(np.searchsorted(ends, moments, side="right"), len(ids) - 1)])


def together(rows: list[dict[str, float]]) -> dict[str, float]:
    """The mean of every figure; of phrases, over all of them together, since one song may be a single phrase, and the
    middle song's beside it.
    """
    mean = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    total = sum(row["phrases"] for row in rows)
    mean["phrase_notes"] = sum(row["phrase_notes"] for row in rows) / total
    mean["phrase_beats"] = sum(row["phrase_beats"] for row in rows) / total
    each = np.array([row["phrase_notes"] / row["phrases"] for row in rows])
    mean["phrase_notes_middle"] = float(np.median(each))
    mean["phrase_notes_spread"] = float(np.std(np.log(each)))
    mean["pause_notes"] = sum(row["notes"] for row in rows) / sum(row["pauses"] for row in rows)
    return mean


def stretches(bars: npt.NDArray[np.bool_], gap: int = 1) -> list[tuple[int, int]]:
    """Where a voice sings, as (first bar, bar after): up to so many silent bars do not part them."""
    found: list[tuple[int, int]] = []
    for bar in np.flatnonzero(bars).tolist():
        if found and bar - found[-1][1] <= gap:
            found[-1] = (found[-1][0], bar + 1)
        else:
            found.append((bar, bar + 1))
    return found
