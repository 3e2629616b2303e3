"""Sounds of which it is known when each vowel begins, to find out how far an ear may be trusted before it judges.

*Spoken*: espeak-ng's own speech, which tells when each of its phonemes begins. *Stretched*: the same taken apart by
WORLD and played along a random timeline, each vowel's end drawn out by .1 to .5 s, on random pitches, so that it lasts
as singing does; which frame sounds when is known, because it was drawn. Neither knows of notes or of the singer's
timing, levels or throat. Ears are asked around a moment that is up to 30 ms off, so that one that always answers "on
the note" is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyworld

from benching.sung_words import WORDS
from modules.voice.espeak import RATE, Spoken, espeak
from modules.voice.sung import SungNote
from modules.voice.syllables import Syllable, syllables
from modules.voice.world.speaking import BINS, FRAME, Timbre, Utterance, utter

TAUGHT_WORDS = """
summer rain is dancing on the kitchen table children running barefoot by market square tell me all your stories from
cradle golden dust drifting slowly through air write a letter when you reach other country send picture of mountain snow
keep my jacket ticket money there are people in city should know jump into pockets empty shake heavy branches apple tree
bring cup coffee plate candy nothing promise enough for teach heart to beat faster break quiet mirror shelf every
foolish captain has better master catch angel forgive yesterday we painted fences yellow clouds moving grass green
put head rest cotton pillow this was just finest evening father plays trumpet village station mother knows secret world
waiting winter cold wash one box bird bush voice joy toy cow fire hour use few cure pure boy beach peach vision measure
"""
"""Ears are taught by their syllables, taken apart into beginnings, vowels and ends and put together at random."""
OFF = 0.03
"""Seconds by which a moment that an ear is given may be off."""
_AROUND = 0.2
Floats = npt.NDArray[Any]


@dataclass(frozen=True)
class Known:
    """starts: seconds at which the vowels of its syllables truly begin. end: of the last one."""

    sound: Floats
    syllables: tuple[Syllable, ...]
    starts: Floats
    end: float

    def notes(self, off: Floats) -> list[SungNote]:
        """What an ear is told: a note at each vowel, but so many seconds off."""
        told = self.starts + off
        return [
            SungNote(float(start), float(end - start), 60, one)
            for one, start, end in zip(self.syllables, told, [*told[1:], self.end], strict=True)
        ]


def lessons(count: int, random: np.random.Generator) -> Iterator[Known]:
    """Nonsense to learn from, half of it spoken and half of it stretched."""
    words = [syllables(word) for word in TAUGHT_WORDS.split()]
    parts = [part for word in words for part in word]
    for at in range(count):
        yield from _known([_mixed(parts, random) for _ in range(7)], random, stretched=at % 2 == 1)


def exams(random: np.random.Generator, *, stretched: bool) -> Iterator[Known]:
    """The benchmark's own lines."""
    for line in WORDS.strip().splitlines():
        if line:
            yield from _known([part for word in line.split() for part in syllables(word)], random, stretched=stretched)


def _mixed(parts: list[Syllable], random: np.random.Generator) -> Syllable:
    begin, middle, end = (parts[at] for at in random.integers(len(parts), size=3))
    taken = [(begin, slice(begin.heart)), (middle, slice(middle.heart, middle.heart + 1))]
    taken.append((end, slice(end.heart + 1, None)))
    return replace(
        middle,
        phonemes=tuple(ipa for one, part in taken for ipa in one.phonemes[part]),
        names=tuple(name for one, part in taken for name in one.names[part]),
    )


def _known(parts: list[Syllable], random: np.random.Generator, *, stretched: bool) -> Iterator[Known]:
    """Nothing where espeak-ng joined two sounds into one, so that it is not known which began when."""
    timbre = Timbre(float(random.uniform(0.95, 1.2)), int(random.integers(85, 300)))
    names = [[("'" if at == one.heart else "") + name for at, name in enumerate(one.names)] for one in parts]
    said = espeak().say(names, "en-us", timbre.lines(), int(random.integers(80, 130)))
    if len(said.starts) == sum(map(len, names)):
        yield _stretched(parts, timbre, random) if stretched else _spoken(parts, said, random)


def _spoken(parts: list[Syllable], said: Spoken, random: np.random.Generator) -> Known:
    firsts = np.cumsum([0, *(len(one.names) for one in parts)])
    hearts = [said.starts[first + one.heart] for first, one in zip(firsts, parts, strict=False)]
    silence = np.zeros(int(_AROUND * RATE))
    sound = _hissing(np.concatenate([silence, said.samples[: said.end], silence]), random)
    return Known(sound, tuple(parts), np.array(hearts) / RATE + _AROUND, said.end / RATE + _AROUND)


def _stretched(parts: list[Syllable], timbre: Timbre, random: np.random.Generator) -> Known:
    said = utter(parts, timbre)
    times, places = _drawn(said, random)
    end = times[-1] + FRAME * (len(said.voiced) - 1 - places[-1])
    clock = np.arange(0.0, end, FRAME)
    place = np.interp(clock, [_AROUND, *times, end], [0, *places, len(said.voiced) - 1]).round().astype(int)
    pitch = random.uniform(100.0, 500.0) * 2 ** (np.interp(clock, times, random.uniform(-5, 5, len(times))) / 12)
    tones = np.where(said.voiced[place], pitch, 0.0)
    noise = np.where(tones[:, None] > 0, 0.005 + 0.3 * np.linspace(0.0, 1.0, BINS) ** 2, 1.0 - 1e-9)
    power = np.exp(said.envelope[place]) * (clock >= _AROUND)[:, None] + 1e-12
    sound = _hissing(pyworld.synthesize(tones, power, noise, RATE, 1000 * FRAME), random)
    return Known(sound, tuple(parts), np.array(times[::3]), end)


def _drawn(said: Utterance, random: np.random.Generator) -> tuple[list[float], list[float]]:
    """Times and frames: where each vowel begins, nears its end and ends; consonants are as fast as in speech."""
    times: list[float] = []
    places: list[float] = []
    for part in said.parts:
        heart = part.heart
        start = times[-1] + FRAME * (heart.start - places[-1]) if times else _AROUND + FRAME * heart.start
        first = 0.3 * (heart.end - heart.start)
        times += [start, start + FRAME * first, start + FRAME * first + float(random.uniform(0.1, 0.5))]
        places += [heart.start, heart.start + first, heart.end]
    return times, places


def _hissing(sound: Floats, random: np.random.Generator) -> Floats:
    """With the little noise that recordings have."""
    return np.asarray((sound + 1e-4 * random.standard_normal(len(sound))).astype(np.float32))


def spans(notes: Sequence[SungNote], most: float) -> list[tuple[SungNote, float]]:
    """Notes that begin a syllable, each with how far around its start an ear looks for its vowel."""
    gaps = [most / 0.45, *(after.start - before.start for before, after in pairwise(notes))]
    return [
        (note, min(most, 0.45 * note.seconds, 0.45 * gap))
        for note, gap in zip(notes, gaps, strict=True)
        if note.syllable is not None
    ]
