from dataclasses import replace

import numpy as np
import pytest

from modules.composing import tonality
from modules.composing.arranging.voicing import TONES
from modules.composing.bars import MELODY
from modules.composing.chords import DESCRIPTIONS, chord
from modules.composing.planning.key import Key
from modules.composing.planning.metre import METRES
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES


def planned(seed=1, **asked):
    return plan(PlanRequest(**asked), np.random.default_rng(seed))


def test_nothing_asked_is_thirty_seconds_at_120() -> None:
    piece = planned()
    assert piece.tempo == pytest.approx(120)
    assert piece.seconds == pytest.approx(30)
    assert piece.style.name == "piano"
    assert piece.metre.name == "4/4"


def test_an_ordinary_mood_keeps_the_ordinary_tempo_and_a_calm_one_does_not() -> None:
    assert planned(mood=MoodPath.steady(0.5, 0.0)).tempo == pytest.approx(120)
    assert planned(mood=MoodPath.steady(0.55, -0.65)).tempo < 100
    assert planned(mood=MoodPath.steady(0.65, 0.75)).tempo > 135


def test_the_same_request_and_seed_give_the_same_plan() -> None:
    one, two = (planned(seed=5, mood=MoodPath.steady(-0.4, 0.6), seconds=47) for _ in range(2))
    assert np.array_equal(one.chords, two.chords)
    assert one.key == two.key
    assert one.tempos == two.tempos


@pytest.mark.parametrize("metre", METRES)
@pytest.mark.parametrize("style", STYLES)
def test_tempo_key_metre_and_seconds_are_as_asked(style, metre) -> None:
    asked = {
        "style": STYLES[style],
        "metre": METRES[metre],
        "key": Key(5, tonality.MINOR),
        "tempo": 93.7,
        "seconds": 41.3,
    }
    piece = planned(mood=MoodPath.steady(0.8, -0.2), **asked)
    assert [tempo.bpm for tempo in piece.tempos] == pytest.approx([93.7], abs=1e-3)
    assert piece.seconds == pytest.approx(41.3, abs=1e-3)
    assert (piece.key, piece.metre) == (asked["key"], asked["metre"])
    assert set(piece.modes.tolist()) == {tonality.MINOR}


def test_bars_are_exact_and_seconds_too_when_the_tempo_is_free() -> None:
    piece = planned(mood=MoodPath.steady(0, 0.3), bars=20, seconds=44.0)
    assert piece.bars == 20
    assert piece.seconds == pytest.approx(44, abs=1e-3)


def test_a_pleasant_mood_is_in_major_and_a_sad_one_in_minor() -> None:
    assert planned(mood=MoodPath.steady(0.8, 0.3)).key.mode == tonality.MAJOR
    assert planned(mood=MoodPath.steady(-0.8, -0.3)).key.mode == tonality.MINOR


def test_a_path_from_tense_to_calm_slows_down_and_changes_mode_inside_the_key() -> None:
    piece = planned(mood=MoodPath.through([(0, -0.7, 0.8), (1, 0.6, -0.6)]), seconds=90)
    speeds = [tempo.bpm for tempo in piece.tempos]
    assert speeds == sorted(speeds, reverse=True)
    assert len(speeds) > 4
    assert piece.seconds == pytest.approx(90, abs=1e-3)
    assert (piece.modes[0], piece.modes[-1]) == (tonality.MINOR, tonality.MAJOR)
    assert np.all(np.diff(piece.moods[:, 0]) >= 0)


def test_a_tempo_that_was_asked_does_not_follow_the_path() -> None:
    piece = planned(mood=MoodPath.through([(0, -0.7, 0.8), (1, 0.6, -0.6)]), seconds=60, tempo=100)
    assert len(piece.tempos) == 1


def test_sections_return_and_what_returns_is_composed_once() -> None:
    piece = planned(mood=MoodPath.steady(0.4, 0.2), seconds=60, style=STYLES["pop"])
    letters = [section.letter for section in piece.sections]
    assert letters[0] == "i"
    assert letters[-1] == "o"
    assert letters.count("A") >= 2
    assert "B" in letters
    assert piece.written < piece.bars
    assert len(piece.wishes) == len(piece.blank) == piece.written
    first, again = [section for section in piece.sections if section.letter == "A"][:2]
    assert np.array_equal(piece.source[first.start : first.end], piece.source[again.start : again.end])
    assert np.array_equal(piece.source[piece.first], np.arange(piece.written))


def test_a_piece_ends_on_its_tonic_and_a_loop_leads_back() -> None:
    for seed in range(8):
        piece = planned(seed=seed, mood=MoodPath.steady(0.5, 0), seconds=40)
        assert DESCRIPTIONS[piece.chords[-1, 0], 12] == 1
        loop = planned(seed=seed, mood=MoodPath.steady(0.5, 0), bars=16, loop=True)
        assert DESCRIPTIONS[loop.chords[-1, 3], 12 + 7] == 1
        assert {section.letter for section in loop.sections} <= {"A", "B", "C"}
        assert loop.end == loop.bars * loop.metre.ticks


def test_a_piece_may_end_a_tone_higher_than_it_began() -> None:
    piece = planned(mood=MoodPath.steady(0.5, 0.5), seconds=60, modulate=True)
    assert piece.shifts[-1] - piece.shifts[0] == 2
    assert len(set(planned(mood=MoodPath.steady(0.5, 0.5), seconds=60).shifts.tolist())) == 1


def test_awake_music_is_busier_and_pleasant_music_higher() -> None:
    calm, awake = (planned(mood=MoodPath.steady(0.3, arousal), tempo=100) for arousal in (-0.8, 0.8))
    assert awake.wishes.density[:, MELODY].mean() > 1.5 * calm.wishes.density[:, MELODY].mean()
    dark, bright = (planned(mood=MoodPath.steady(valence, 0), key=Key(0, 0)) for valence in (-0.8, 0.8))
    assert bright.wishes.register[:, MELODY].mean() > dark.wishes.register[:, MELODY].mean() + 6


def test_the_intensity_of_a_piece_rises_into_its_middle_section() -> None:
    piece = planned(mood=MoodPath.steady(0.3, 0.2), seconds=60, style=STYLES["pop"])
    by_letter = {section.letter: piece.intensity[section.start : section.end].mean() for section in piece.sections}
    assert by_letter["i"] < by_letter["A"] < by_letter["B"] > by_letter["o"]


def test_lofi_prefers_sevenths() -> None:
    triads = {chord(root, quality) for root in range(12) for quality in ("maj", "min", "dim")}
    shares = [
        np.mean([chord_id in triads for chord_id in planned(seed=3, style=STYLES[name], seconds=60).chords.ravel()])
        for name in ("lofi", "pop")
    ]
    assert shares[0] < shares[1]


def test_pop_in_minor_raises_its_seventh_only_in_the_last_cadence():
    raised = []
    for seed in range(12):
        piece = plan(
            PlanRequest(style=replace(STYLES["pop"], natural=1.0), key=Key(9, 1), bars=24), np.random.default_rng(seed)
        )
        sharp = [bool(TONES[chords, 8].any()) for chords in piece.chords]
        assert not any(sharp[:-2])
        raised.append(any(sharp[-2:]))
    assert all(raised)


def test_a_slow_tempo_fills_its_bars():
    calm = MoodPath.steady(0.0, 0.0)
    slow, ordinary = (
        plan(PlanRequest(calm, tempo=tempo, bars=16), np.random.default_rng(1)) for tempo in (70.0, 116.0)
    )
    assert slow.wishes.density.sum() > 1.5 * ordinary.wishes.density.sum()
