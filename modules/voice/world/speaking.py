"""`Utterance`: syllables as espeak-ng says them, taken apart by WORLD into what can be stretched and sung."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt
import pyworld

from modules.voice.espeak import RATE, Spoken, Wave, espeak
from modules.voice.languages import language_named
from modules.voice.sonority import is_sonorant, is_voiced, is_vowel
from modules.voice.syllables import Syllable

FRAME: Final = 0.005
"""Seconds between two frames."""
BINS: Final = 513
_SPEED: Final = 125
_QUIET: Final = 1e-12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Timbre:
    """A throat to speak with: tract is how much higher than a man's its resonances lie."""

    tract: float
    pitch: int

    def lines(self) -> str:
        percent = round(100 * self.tract)
        formants = "".join(f"formant {number} {percent} 100 100\n" for number in range(9))
        return f"pitch {self.pitch} {self.pitch}\n{formants}"


@dataclass(frozen=True)
class Segment:
    """A phoneme between two frames of its utterance."""

    ipa: str
    start: float
    end: float


@dataclass(frozen=True)
class Parts:
    """A syllable's sounds before, in and behind its vowel."""

    onset: tuple[Segment, ...]
    heart: Segment
    coda: tuple[Segment, ...]


@dataclass(frozen=True)
class Utterance:
    """envelope: [frames, bins] log power. voiced, hearts (of syllables), rough (voiced, yet hissing): [frames]."""

    envelope: Floats
    voiced: npt.NDArray[np.bool_]
    hearts: npt.NDArray[np.bool_]
    rough: Floats
    parts: tuple[Parts, ...]


def utter(syllables: Sequence[Syllable], timbre: Timbre) -> Utterance:
    """All in one breath, so that sounds lead into each other; a change of language begins anew."""
    pieces: list[Wave] = []
    parts: list[Parts] = []
    for language, group in groupby(syllables, key=lambda one: one.language):
        offset = sum(map(len, pieces)) / RATE / FRAME
        wave, found = _said(list(group), language_named(language).voice, timbre)
        pieces.append(wave)
        parts += [_moved(part, offset) for part in found]
    return _analysed(np.concatenate(pieces), tuple(parts))


def _said(syllables: list[Syllable], voice: str, timbre: Timbre) -> tuple[Wave, list[Parts]]:
    spoken = espeak().say([_stressed(one) for one in syllables], voice, timbre.lines(), _SPEED)
    if len(spoken.starts) == sum(len(one.phonemes) for one in syllables):
        return spoken.samples[: spoken.end], _parts(syllables, spoken)
    if len(syllables) == 1:
        return spoken.samples[: spoken.end], _parts(syllables, _evenly(syllables[0], spoken))
    waves: list[Wave] = []
    parts: list[Parts] = []
    for one in syllables:
        wave, found = _said([one], voice, timbre)
        parts += [_moved(part, sum(map(len, waves)) / RATE / FRAME) for part in found]
        waves.append(wave)
    return np.concatenate(waves), parts


def _stressed(syllable: Syllable) -> list[str]:
    """Every sung syllable is said with full weight: what is weak in speech is long in song all the same."""
    return [("'" if at == syllable.heart else "") + name for at, name in enumerate(syllable.names)]


def _evenly(syllable: Syllable, spoken: Spoken) -> Spoken:
    """Where espeak-ng joined or added sounds: a guess that keeps vowels longer than consonants."""
    weights = np.array([3.0 if is_vowel(ipa) else 1.0 for ipa in syllable.phonemes])
    first = spoken.starts[0] if spoken.starts else 0
    ends = first + np.cumsum(weights) / weights.sum() * (spoken.end - first)
    return Spoken(spoken.samples, (first, *(int(end) for end in ends[:-1])), spoken.end)


def _parts(syllables: list[Syllable], spoken: Spoken) -> list[Parts]:
    places = [sample / RATE / FRAME for sample in (*spoken.starts, spoken.end)]
    made, at = [], 0
    for one in syllables:
        count, heart = len(one.phonemes), one.heart
        segments = [Segment(one.phonemes[n], places[at + n], places[at + n + 1]) for n in range(count)]
        made.append(Parts(tuple(segments[:heart]), segments[heart], tuple(segments[heart + 1 :])))
        at += count
    return made


def _moved(parts: Parts, frames: float) -> Parts:
    def move(segment: Segment) -> Segment:
        return Segment(segment.ipa, segment.start + frames, segment.end + frames)

    return Parts(tuple(map(move, parts.onset)), move(parts.heart), tuple(map(move, parts.coda)))


def _analysed(wave: Wave, parts: tuple[Parts, ...]) -> Utterance:
    pitch, times = pyworld.dio(wave, RATE, f0_floor=70.0, f0_ceil=320.0, frame_period=1000 * FRAME)
    pitch = pyworld.stonemask(wave, pitch, times, RATE)
    voiced, hearts, rough = pitch > 0, np.zeros(len(pitch), dtype=bool), np.zeros(len(pitch))
    usual = float(np.median(pitch[voiced])) if voiced.any() else 120.0
    for part in parts:
        for segment in (*part.onset, part.heart, *part.coda):
            within = slice(round(segment.start), round(segment.end))
            heart = segment is part.heart
            hearts[within] = heart
            held = heart and is_sonorant(segment.ipa)
            voiced[within] = held or (voiced[within] & is_voiced(segment.ipa))
            rough[within] = float(not heart and segment.ipa[0] in "vzʒðβɣʐʑ")
    power = pyworld.cheaptrick(wave, np.where(pitch > 0, pitch, usual), times, RATE)
    return Utterance(np.log(power + _QUIET), voiced, hearts, rough, parts)
