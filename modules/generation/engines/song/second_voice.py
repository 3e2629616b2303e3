"""`second_voice`: a line a third or so under the first one, of the chords, where the song returns."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.hearing import HeardSection, Hearing
from modules.composing.chords import DESCRIPTIONS, NO_CHORD, parse
from modules.composing.chords import pitch_class as pitch_class_of
from modules.voice.sung import SungNote
from modules.voice.voices import Voice

_SCALES: Final = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_UNDER: Final = (3, 4, 5, 6, 7, 8, 9)
_THIRDS: Final = (3, 4)


def second_voice(notes: Sequence[SungNote], facts: Hearing, voice: Voice) -> list[SungNote]:
    """Nothing where the song never returns and is short."""
    places = _places(facts)
    within = [note for note in notes if any(start <= note.start < end for start, end in places)]
    return [replace(note, pitch=_pitch(note, facts, voice)) for note in within]


def _places(facts: Hearing) -> list[tuple[float, float]]:
    """The sections of the label that is heard longest, from its second time on; else the second half."""
    by_label: dict[str, list[HeardSection]] = {}
    for section in facts.sections:
        by_label.setdefault(section.label, []).append(section)
    again = {label: found for label, found in by_label.items() if len(found) > 1}
    if not again:
        return [(facts.seconds / 2, facts.seconds)]
    found = max(again.values(), key=lambda several: (sum(one.end - one.start for one in several), several[0].label))
    return [(one.start, one.end) for one in found[1:]]


def _pitch(note: SungNote, facts: Hearing, voice: Voice) -> int:
    """The nearest tone of the chord at least a minor third below; without a chord a third of the scale."""
    tones = _tones(note.start, facts)
    steps: tuple[int, ...] = _UNDER
    if not tones or note.pitch % 12 not in tones:
        scale = _scale(facts)
        tones, steps = (scale, _THIRDS) if scale else (tones, _UNDER)
    step = next((one for one in steps if (note.pitch - one) % 12 in tones), 12)
    below = note.pitch - step
    return below if below >= voice.low - 2 else below + 12


def _tones(moment: float, facts: Hearing) -> frozenset[int]:
    name = next((chord.name for chord in facts.chords if chord.start <= moment + 0.02 < chord.end), "N")
    chord = parse(name)
    return frozenset() if chord == NO_CHORD else frozenset((DESCRIPTIONS[chord, :12] > 0).nonzero()[0].tolist())


def _scale(facts: Hearing) -> frozenset[int]:
    if facts.key is None:
        return frozenset()
    tonic = pitch_class_of(facts.key.tonic)
    return frozenset((tonic + step) % 12 for step in _SCALES[facts.key.mode])
