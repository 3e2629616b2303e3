"""The chords of a section: those that together have the colour of its mood, and as many as can be that its letter had.

Eight bars are heard as one colour, so they are chosen as one: of all the ways its phrases may go, the two whose tones
come nearest to the colour that its moods ask for, together with what has sounded of the section already.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.mood import Point
from modules.composing import chords as vocabulary
from modules.composing import tonality
from modules.composing.bars import Floats, Ints
from modules.composing.styles.style import Style
from modules.live.composing.ear import colour
from modules.live.composing.form import BARS, PHRASE, Place, cadences
from modules.live.composing.heard import Heard
from modules.live.composing.lines import Lines, Spelling

_TILT: Final = 0.18
"""Fast music sounds more pleasant than the same notes slow; the colour of the chords makes up for it."""
_BETWEEN: Final = 0.25
"""Less pleasant or unpleasant than this, a section goes from one mode to the other: to major where it is pleasant."""
_SPAN: Final = 0.3
"""The colour of music that is as pleasant as can be."""
_BRIGHTEST: Final = 0.33
"""There are no eight bars any brighter, nor any as much darker."""
_RICHER: Final = 0.25
"""The share of plain chords that become sevenths where the mood is as calm as can be."""
_HARMONY: Final = 21
"""A stream of chance."""
_APART: Final = 0.3
"""How much it counts that each phrase has the colour by itself, where both are in one mode."""
_UNCLEAR: Final = 0.25
_STILL: Final = 0.012
_NEW: Final = 0.06
_UNLIKE: Final = 0.012
_TURN: Final = 0.03
_ELSEWHERE: Final = 0.02
_CHANCE: Final = 0.03
"""What speaks against lines besides their colour, as much as so much colour: that they do not say their key, that a
chord stays into the next bar, that their chords are new to the letter, that the second phrase begins unlike the first,
that they do not come from the chord before, that they open like music of another mood in their mode, and chance.
"""
_KEYS: Final = (7, -7, 5, 2, -5, 3, -3)
"""Semitones to the keys that a stream may go to, when all its themes are new."""
_DOMINANT: Final = vocabulary.chord(7, "7")
_DOMINANT_OF_MINOR: Final = vocabulary.chord(4, "7")


def pleasant(mood: Point) -> float:
    return mood.valence - _TILT * mood.arousal


def mode_for(mood: Point, phrase: int = 1) -> int:
    """Major or minor, for the first (0) or the second (1) phrase of a section."""
    opposite = phrase == 0 and abs(pleasant(mood)) < _BETWEEN
    return tonality.MAJOR if (pleasant(mood) >= 0) != opposite else tonality.MINOR


def colour_for(mood: Point) -> float:
    """How much more major than minor the music of a mood is to sound (`ear.colour`)."""
    return float(np.clip(_SPAN * pleasant(mood), -_BRIGHTEST, _BRIGHTEST))


def chords_for(
    style: Style, seed: int, place: Place, variant: int, wished: tuple[tuple[int, int], Point], heard: Heard
) -> Ints:
    """[bars, 4] the chords from this bar to the section's end. wished: the modes of both phrases, and the mood."""
    modes, mood = wished
    rng = np.random.default_rng((seed, _HARMONY, ord(place.kind), place.cycle))
    spelling = Spelling.drawn(style.natural, _richness(style, mood), rng)
    ends = cadences(place, variant)
    first, second = (
        _ways(number, spelling.lines(modes[number], ends[number]), heard, wished, rng) for number in (0, 1)
    )
    cost = np.abs(colour(heard.tones + first.tones[:, None] + second.tones) - heard.aim)
    cost += first.cost[:, None] + second.cost
    if modes[0] == modes[1]:
        cost += _UNLIKE * np.any(first.opening[:, None] != second.opening, axis=(2, 3))
    one, other = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return np.concatenate([first.chords[one], second.chords[other]])


def _richness(style: Style, mood: Point) -> float:
    """The share of sevenths."""
    return style.sevenths + _RICHER * max(-mood.arousal, 0.0) * (1.0 - style.sevenths)


@dataclass(frozen=True)
class _Ways:
    """What is left to choose of a phrase. chords: [ways, bars, 4]. tones: [ways, 12]. cost: [ways]. opening:
    [ways, 2, 4] its first two bars, those that have sounded included.
    """

    chords: Ints
    tones: Floats
    cost: Floats
    opening: Ints


def _ways(
    number: int,
    found: tuple[Lines, Ints],
    heard: Heard,
    wished: tuple[tuple[int, int], Point],
    rng: np.random.Generator,
) -> _Ways:
    """A phrase that is over has no bars left, in one way."""
    (lines, chords), (modes, mood) = found, wished
    start, end = number * PHRASE, (number + 1) * PHRASE
    gone = min(max(heard.bar - start, 0), PHRASE)
    cost = _against(lines, mood) + _CHANCE * rng.random(len(chords))
    opening, left = chords[:, : PHRASE // 2].copy(), chords[:, gone:]
    opening[:, :gone] = heard.planned[start : start + min(gone, PHRASE // 2)]
    tones = heard.sounds[left].sum(axis=(1, 2))
    known = heard.letter[start + gone : end]
    if 0 < gone < PHRASE:
        cost = cost + _TURN * (chords[:, gone - 1, -1] != heard.planned[heard.bar - 1, -1])
    if len(known):
        cost = cost + _NEW * len(known) / BARS * np.mean(left[:, : len(known)] != known, axis=(1, 2))
    if modes[0] == modes[1] and gone <= PHRASE // 2:
        cost = cost + _APART * np.abs(colour(tones) - colour_for(mood))
    ways = slice(1 if gone == PHRASE else None)
    return _Ways(left[ways], tones[ways], cost[ways], opening[ways])


def _against(lines: Lines, mood: Point) -> Floats:
    """[lines] what speaks against them wherever they stand."""
    wanted = np.clip(2 * pleasant(mood) + (-1 if lines.mode == tonality.MAJOR else 1), -1, 1)
    elsewhere = _ELSEWHERE * np.abs(lines.brightness - wanted)
    return np.asarray(_UNCLEAR * lines.unclear + _STILL * lines.still + elsewhere)


def next_shift(shift: int, seed: tuple[int, ...], cycle: int) -> int:
    """Semitones (-5..6) from C major or A minor to the key of a new cycle: a related one."""
    rng = np.random.default_rng((*seed, _HARMONY, cycle))
    moved = shift + _KEYS[int(rng.integers(len(_KEYS)))]
    return (moved + 5) % 12 - 5


def leading_to(step: int, mode: int) -> int:
    """The dominant seventh of a key that lies so many semitones higher, spelled in this one."""
    dominant = _DOMINANT if mode == tonality.MAJOR else _DOMINANT_OF_MINOR
    return int(vocabulary.transpose(np.array(dominant), step))


def tonic(mode: int) -> int:
    """The chord at home."""
    return vocabulary.chord(0, "maj") if mode == tonality.MAJOR else vocabulary.chord(9, "min")
