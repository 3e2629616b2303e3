"""Which syllable begins on which note: stress on strong beats, words unbroken, and what is left over sung on."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from modules.voice.syllables import Syllable
from modules.voice.words.melody import MelodyNote
from modules.voice.words.verses import Word

_WEAK_STRESS, _STRONG_WEAKNESS = 1.0, 0.6
_HELD, _HELD_WEAKLY, _HELD_AT_THE_END = 0.35, 0.25, 0.6
"""What each further note of a syllable costs, an unstressed one besides, and the share of it at a line's end."""
_OVER_A_PHRASE, _OVER_A_REST, _BROKEN_WORD = 3.0, 1.5, 1.0
_REST: Final = 0.22


def laid(words: Sequence[Word], notes: Sequence[MelodyNote]) -> list[int]:
    """The note on which each syllable begins; there have to be at least as many notes as syllables."""
    parts = [(part, at > 0) for word in words for at, part in enumerate(word.syllables)]
    spare = len(notes) - len(parts)
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for at, (part, _) in enumerate(parts):
        last = at == len(parts) - 1
        for note in range(at, at + spare + 1):
            if (at, note) not in best:
                continue
            cost = best[at, note][0] + _beat(part, notes[note])
            ends = (len(notes),) if last else range(note + 1, at + spare + 2)
            for end in ends:
                price = cost + _held(part, notes[note:end], last=last)
                price += 0.0 if last else _broken(notes[end - 1], notes[end], inside=parts[at + 1][1])
                if price < best.get((at + 1, end), (float("inf"), 0))[0]:
                    best[at + 1, end] = price, note
    begins, end = [], len(notes)
    for at in range(len(parts), 0, -1):
        end = best[at, end][1]
        begins.append(end)
    return begins[::-1]


def _beat(part: Syllable, note: MelodyNote) -> float:
    return _WEAK_STRESS * (1 - note.strength) if part.stressed else _STRONG_WEAKNESS * note.strength


def _held(part: Syllable, notes: Sequence[MelodyNote], *, last: bool) -> float:
    """What it costs that a syllable goes on over these notes."""
    further = len(notes) - 1
    cost = further * (_HELD + (0.0 if part.stressed else _HELD_WEAKLY)) * (_HELD_AT_THE_END if last else 1.0)
    for before, after in pairwise(notes):
        cost += _gap(before, after)
    return cost


def _broken(before: MelodyNote, after: MelodyNote, *, inside: bool) -> float:
    return _BROKEN_WORD if inside and _gap(before, after) else 0.0


def _gap(before: MelodyNote, after: MelodyNote) -> float:
    if before.phrase != after.phrase:
        return _OVER_A_PHRASE
    return _OVER_A_REST if after.start - before.end > _REST else 0.0
