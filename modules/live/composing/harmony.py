"""The chords of a section in a mood: the same letter keeps its progressions as long as the mood keeps its colour."""

from typing import Final

import numpy as np

from models.mood import Point
from modules.composing import chords as vocabulary
from modules.composing import tonality
from modules.composing.bars import Ints
from modules.composing.planning.form import Cadence
from modules.composing.planning.harmony import Tonality, distance, harmonise
from modules.composing.planning.metre import Metre
from modules.composing.styles.style import Style
from modules.live.composing.form import BARS, Place, cadences, section_of

_TILT: Final = 0.18
"""Fast music sounds more pleasant than the same notes slow; the colour of the chords makes up for it."""
_BETWEEN: Final = 0.25
"""Less pleasant or unpleasant than this, a section goes from one mode to the other: to major where it is pleasant."""
_HARMONY: Final = 21
"""A stream of chance."""
_DRAWS: Final = 3
"""Harmonisations, each the best of several, of which the one nearest to the colour is kept."""
_USUAL: Final[tuple[Cadence, Cadence]] = ("half", "authentic")
RECOLOUR: Final = 0.2
"""How far the colour a mood wants may go from the chosen one before chords are chosen anew."""
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


def colour_for(mood: Point, mode: int) -> float:
    """1 is the brightest of its mode, -1 the darkest: half of the circle for each."""
    side = -1 if mode == tonality.MAJOR else 1
    return float(np.clip(2 * pleasant(mood) + side, -1, 1))


def chords_for(
    style: Style, metre: Metre, seed: tuple[int, ...], place: Place, variant: int, mood: tuple[int, Point]
) -> Ints:
    """[8, 4] the chords of a section. mood: the mode, and the point its colour is for. A letter that returns in the
    same mood has the same chords, but for its end.
    """
    mode, point = mood
    richer = style.sevenths + 0.25 * max(-point.arousal, 0.0) * (1.0 - style.sevenths)
    wanted = Tonality(mode, (mode,), (colour_for(point, mode),), richer, style.natural)

    def drawn(ends: tuple[Cadence, Cadence], draw: int) -> Ints:
        rng = np.random.default_rng((*seed, _HARMONY, ord(place.kind), place.cycle, draw))
        return harmonise(*section_of(place, variant, ends), metre, wanted, rng)

    ends = cadences(place, variant)
    chosen = min((drawn(_USUAL, draw) for draw in range(_DRAWS)), key=lambda one: distance(one, metre, wanted))
    if ends != _USUAL:
        chosen[BARS - 2 :] = drawn(ends, _DRAWS)[BARS - 2 :]
    return chosen


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
