"""Which moment of an utterance sounds when: vowels begin on the notes, consonants before, only vowels are stretched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from modules.voice.sonority import is_vowel
from modules.voice.sung import SungNote
from modules.voice.syllables import Syllable
from modules.voice.world.speaking import FRAME, Floats, Parts, Segment

LEGATO: Final = 0.06
"""Seconds of rest that a singer sings over."""
LEAD: Final = 0.2
"""The most that a phrase's first consonants come before its first note."""
_ONSET, _CODA = 0.2, 0.22
_MOVING, _HASTE = 0.75, 1.6
"""The most of a sung vowel that it may spend coming and going, and how much faster than in speech it comes."""
_ONSET_SHARE, _CODA_SHARE = 0.36, 0.34
"""What consonants may take at most of the note that they shorten."""


@dataclass
class Sung:
    """A syllable on its notes, several for a melisma. onset, coda: seconds of consonants. end: where it is silent."""

    syllable: Syllable
    notes: list[SungNote]
    onset: float = 0.0
    coda: float = 0.0
    end: float = 0.0

    @property
    def start(self) -> float:
        return self.notes[0].start

    @property
    def length(self) -> float:
        return self.notes[-1].end - self.start

    @property
    def released(self) -> float:
        """Where its vowel ends."""
        return self.end - self.coda


@dataclass(frozen=True)
class Timeline:
    """position: [frames] of the utterance, in frames. sounding: [frames] 0 to 1, the silences faded in and out."""

    position: Floats
    sounding: Floats
    sung: list[Sung] = field(default_factory=list)


def gathered(notes: Sequence[SungNote], opening: Syllable) -> list[Sung]:
    """Notes with their syllable; opening is sung where the first one brings none."""
    made: list[Sung] = []
    for note in notes:
        if note.syllable is not None or not made:
            made.append(Sung(note.syllable or opening, []))
        made[-1].notes.append(note)
    return made


def lay(sung: list[Sung], parts: Sequence[Parts], begin: float, frames: int) -> Timeline:
    """begin: the time of the first frame."""
    _share(sung, parts)
    anchors: list[tuple[float, float]] = []
    for one, part in zip(sung, parts, strict=True):
        anchors += _anchors(one, part)
    times, places = zip(*anchors, strict=True)
    clock = begin + FRAME * np.arange(frames)
    position = np.interp(clock, np.maximum.accumulate(times), places)
    return Timeline(position, _sounding(sung, clock), sung)


def _share(sung: list[Sung], parts: Sequence[Parts]) -> None:
    """How long consonants are, and where each syllable ends."""
    for one, part in zip(sung, parts, strict=True):
        one.onset, one.coda = _seconds(part.onset), _seconds(part.coda)
        one.end = one.notes[-1].end
    sung[0].onset = min(sung[0].onset, LEAD)
    for before, one in pairwise(sung):
        gap = max(one.start - before.end, 0.0)
        one.onset = min(one.onset, _ONSET, gap + max(_ONSET_SHARE * before.length, 0.03))
        before.end = min(before.end, one.start - one.onset) if gap > LEGATO else one.start - one.onset
    for one in sung:
        one.coda = min(one.coda, _CODA, _CODA_SHARE * one.length)


def _seconds(segments: Sequence[Segment]) -> float:
    return FRAME * (segments[-1].end - segments[0].start) if segments else 0.0


def _anchors(one: Sung, part: Parts) -> list[tuple[float, float]]:
    """Pairs of a time and the frame that sounds then."""
    heart = part.heart
    first = part.onset[0].start if part.onset else heart.start
    last = part.coda[-1].end if part.coda else heart.end
    made = [(one.start - one.onset, first)] if part.onset else []
    made += _vowel(one.start, one.released, heart)
    if part.coda:
        made.append((one.end, last))
    return made


def _vowel(start: float, end: float, heart: Segment) -> list[tuple[float, float]]:
    """Soon there, at natural speed where it goes, and stretched where it stands, which is most of a short one too."""
    length = min(FRAME * (heart.end - heart.start), _MOVING * (end - start))
    held, left = (0.25, 0.42) if _glides(heart.ipa) else (0.32, 0.68)
    places = heart.start + np.array([held, left]) * (heart.end - heart.start)
    times = start + held * length / _HASTE, end - (1 - left) * length
    middle = [(times[0], float(places[0])), (times[1], float(places[1]))]
    return [(start, heart.start), *middle, (end, heart.end)]


def _glides(ipa: str) -> bool:
    """A vowel that becomes another one, or a consonant, on its way: its beginning is what is held."""
    sounds = ipa.replace("ː", "").replace("\u0303", "")
    return len(sounds) > 1 and is_vowel(sounds)


def _sounding(sung: list[Sung], clock: Floats) -> Floats:
    """Silent in rests; faded within a few hundredths of a second."""
    sounding = np.zeros(len(clock))
    start = sung[0].start - sung[0].onset
    for one, after in zip(sung, [*sung[1:], None], strict=True):
        begins = after.start - after.onset if after else float("inf")
        if begins - one.end < 1e-6:
            continue
        release = 0.03 if one.coda else min(0.09, 0.3 * one.length)
        rising = np.clip((clock - start) / 0.012 + 0.5, 0.0, 1.0)
        falling = np.clip((one.end - clock) / release, 0.0, 1.0)
        sounding = np.maximum(sounding, np.sin(0.5 * np.pi * np.minimum(rising, falling)))
        start = begins
    return sounding
