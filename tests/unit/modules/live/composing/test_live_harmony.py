"""Chords of a section: of the colour that its mood wants, the letter's own where they may stay, corrected by ear."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from models.mood import Point
from modules.composing import tonality
from modules.composing.bars import Ints
from modules.composing.chords import chord
from modules.composing.styles.catalogue import STYLES
from modules.live.composing import harmony
from modules.live.composing.ear import colour, sounds_of
from modules.live.composing.form import BARS, place_of
from modules.live.composing.heard import Heard
from modules.live.composing.lines import Spelling

STYLE = STYLES["pop"]
SOUNDS = sounds_of(STYLE)
NOTHING = Heard(0, np.zeros(12), np.zeros((0, 4), int), np.zeros((0, 4), int), 0.0, SOUNDS, accompanied=True)


def chosen(mood: Point, heard: Heard = NOTHING, seed: int = 3, bar: int = 0) -> Ints:
    modes = harmony.mode_for(mood, 0), harmony.mode_for(mood)
    heard = replace(heard, aim=harmony.colour_for(mood)) if heard is NOTHING else heard
    return harmony.chords_for(STYLE, seed, place_of("song", 0, bar), 0, (modes, mood), heard)


def colour_of(chords: Ints) -> float:
    return float(colour(SOUNDS[chords].sum(axis=(0, 1))))


def under_way(chords: Ints, bars: int, **more: object) -> Heard:
    """A section of which so many bars have sounded as written."""
    sounded = SOUNDS[chords[:bars]].sum(axis=(0, 1))
    return replace(NOTHING, bar=bars, sounded=sounded, planned=chords, letter=chords, **more)


@pytest.mark.parametrize("seed", range(3))
def test_every_step_of_valence_has_its_colour(seed: int) -> None:
    moods = [Point(float(valence), 0.0) for valence in np.linspace(-0.9, 0.9, 7)]
    found = [colour_of(chosen(mood, seed=seed)) for mood in moods]
    assert np.all(np.diff(found) >= 0)
    assert found == pytest.approx([harmony.colour_for(mood) for mood in moods], abs=0.1)


def test_an_ear_hears_major_and_minor_and_neither_seventh_of_minor_as_bright() -> None:
    scale = [9, 11, 0, 2, 4, 5]
    major, natural, harmonic = np.zeros(12), np.zeros(12), np.zeros(12)
    major[[0, 2, 4, 5, 7, 9, 11]] = 1
    major[[0, 4, 7]] = 3
    natural[[*scale, 7]] = harmonic[[*scale, 8]] = 1
    natural[[9, 0, 4]] = harmonic[[9, 0, 4]] = 3
    assert colour(major) > 0.1
    assert max(float(colour(natural)), float(colour(harmonic))) < -0.1


def test_a_letter_keeps_what_chords_it_may() -> None:
    brighter = Point(0.7, 0.0)
    kept = []
    for seed in range(6):
        before, fresh = chosen(Point(0.6, 0.0), seed=seed), chosen(brighter, seed=seed)
        again = chosen(brighter, replace(NOTHING, letter=before, aim=harmony.colour_for(brighter)), seed=seed)
        kept.append((np.mean(again == before), np.mean(fresh == before)))
    assert np.all(np.diff(kept, axis=1) <= 0)
    assert np.mean([one for one, _ in kept]) > np.mean([other for _, other in kept]) + 0.1


def test_what_came_out_too_dark_is_made_up_for() -> None:
    mood = Point(0.5, 0.0)
    plan = chosen(mood)
    aim = harmony.colour_for(mood)
    dark = replace(under_way(plan, 4, aim=aim), sounded=SOUNDS[chosen(Point(-0.6, 0.0))[:4]].sum(axis=(0, 1)))
    rest = chosen(mood, dark, bar=4)
    assert dark.strays > 0.05
    assert replace(dark, planned=np.concatenate([plan[:4], rest])).strays < 0.03


def test_a_draft_that_says_the_chord_strays_less_than_one_that_darkens_it() -> None:
    plan = chosen(Point(0.9, 0.0))
    heard = under_way(plan, 0, aim=colour_of(plan))
    bright, dark = (np.array([[1, 0, 0, pitch, 16] for pitch in chord]) for chord in ((72, 76, 79), (72, 75, 80)))
    assert heard.strays_with(bright) < heard.strays_with(dark)


@pytest.mark.parametrize("mode", [tonality.MAJOR, tonality.MINOR])
def test_lines_come_to_rest_and_dominants_are_led_on(mode: int) -> None:
    spelling = Spelling(natural=False, sevenths=tuple(np.zeros(99, dtype=int) for _ in range(2)))
    home = harmony.tonic(mode)
    for ending, last in (("authentic", home), ("half", chord(7, "maj") if mode == tonality.MAJOR else chord(4, "maj"))):
        _, chords = spelling.lines(mode, ending)
        assert np.all(chords[:, 3, 3] == last)
    for bars in chords:
        for one, following in pairwise(bars):
            if one[3] == chord(4, "7"):
                assert following[0] in (chord(9, "min"), chord(5, "maj"))


def test_eight_bars_are_chosen_and_the_same_ones_again() -> None:
    neutral = Point(0.0, 0.0)
    assert chosen(neutral).shape == (BARS, 4)
    assert np.array_equal(chosen(neutral), chosen(neutral))
