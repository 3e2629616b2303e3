import itertools

import numpy as np
import pytest

from modules.composing.bars import ACCOMPANIMENT, DURATION, MELODY, SLOT, Bars, tidy
from modules.composing.planning.key import read_key
from modules.generation.engines.blend.symbolic import morphing
from modules.generation.engines.blend.symbolic.excerpts import excerpt, folded
from modules.generation.engines.blend.symbolic.listening import Track
from modules.generation.engines.blend.symbolic.meeting import Shares, between, meet
from modules.generation.engines.blend.symbolic.pattern import pattern
from modules.generation.engines.blend.symbolic.theme import Theme, refitted, theme
from modules.hearing.ears import Ears
from modules.score.score import Key, Note, Score, track_of
from modules.score.tempo import TICKS, Tempo


def theme_of(length=16, bars=2, tonic="C major", slots=(0, 4)):
    rows = [(bar, slot, part, 60 - 12 * (part == ACCOMPANIMENT), 2) for bar in range(bars) for slot in slots
            for part in (MELODY, ACCOMPANIMENT)]  # fmt: skip
    whole = Bars(tidy(np.array(rows)), np.full(bars, length), np.full((bars, 4), 1 + 9 * 0))
    return Theme(whole, np.zeros((bars, 3, length), dtype=np.float32), read_key(tonic), 100.0, length, False)


def heard(bpm, beats=16, shift=0):
    """Quarters in C major, so many a minute."""
    notes = [Note(k * TICKS, (k + 1) * TICKS, 60 + shift + (0, 4, 7, 5)[k % 4], 80) for k in range(beats)]
    low = [Note(k * TICKS, (k + 4) * TICKS, 36 + shift, 80) for k in range(0, beats, 4)]
    tracks = track_of("Melody", notes), track_of("Bass", low, 33)
    return Ears().hear_score(Score(tracks, (Tempo.from_bpm(bpm),), keys=(Key(0, shift % 12, "major"),)))


def excerpt_of(bpm, **kinds):
    found = heard(bpm, **kinds)
    return excerpt(Track("a", "", "", found.seconds, (0.0, found.seconds), 0.0, found, None, ()))


def test_everything_changes_sides_once_on_the_way():
    one, two = np.zeros((3, 16), dtype=int), np.ones((3, 16), dtype=int)
    on_the_way = [
        morphing.columns(one, two, share, np.random.default_rng(1)) for share in (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)
    ]
    assert on_the_way[0].sum() == 0
    assert on_the_way[-1].sum() == 48
    for before, after in itertools.pairwise(on_the_way):
        assert np.all(after >= before)
        assert after.sum() > before.sum()


def test_the_key_goes_round_the_circle_of_fifths_the_shorter_way():
    c, a = read_key("C major"), read_key("A major")
    assert [between(c, a, share).name for share in (0, 1 / 3, 2 / 3, 1)] == ["C major", "G major", "D major", "A major"]
    assert between(c, read_key("A minor"), 0.4).name == "C major"
    assert between(c, read_key("A minor"), 0.6).name == "A minor"


@pytest.mark.parametrize(("length", "bars"), [(8, 4), (12, 2), (16, 2)])
def test_bars_of_any_metre_fit_into_any_other(length, bars):
    made = refitted(theme_of(16), length)
    assert made.bars.lengths.tolist() == [length] * bars
    assert made.drums.shape == (bars, 3, length)
    assert made.bars.notes[:, SLOT].max() < length
    assert refitted(made, 16).bars.lengths.tolist() == [16] * 2


def test_half_tempo_is_counted_twice_as_fast_with_the_same_notes():
    slow = excerpt_of(60)
    quick = folded(slow, 1)
    assert quick.pace == pytest.approx(2 * slow.pace, rel=0.02)
    doubled, single = theme(quick, heard=False), theme(slow, heard=False)
    assert len(doubled.bars) == 2 * len(single.bars)
    assert np.median(doubled.bars.notes[:, DURATION]) > np.median(single.bars.notes[:, DURATION])
    assert folded(quick, -1).pace == pytest.approx(slow.pace, rel=0.02)


def test_two_tracks_meet_between_their_tempi_with_halves_folded():
    a, b = excerpt_of(60), excerpt_of(112, shift=2)
    met = [meet(a, b, (False, False), Shares(x, x, x, x)) for x in (0.0, 0.5, 1.0)]
    assert met[0].folds == (1, 0)
    assert [round(one.tempo) for one in met] == [120, 116, 112]
    assert [one.key.name for one in met] == ["C major", "G major", "D major"]


def test_rhythm_and_chords_are_those_of_either_track_at_the_ends():
    a, b = theme_of(slots=(0, 4)), theme_of(slots=(0, 6, 10))
    for share, slots in ((0.0, {0, 4}), (1.0, {0, 6, 10})):
        made = pattern(a, b, Shares(share, share, share, share), np.random.default_rng(1))
        assert set(np.flatnonzero(made.rhythms[ACCOMPANIMENT][0]).tolist()) == slots


def test_a_bar_that_nothing_begins_with_gets_its_chord_there():
    late = theme_of(slots=(6,))
    made = pattern(late, late, Shares(0, 0, 0, 0), np.random.default_rng(1))
    assert np.all(made.rhythms[ACCOMPANIMENT][:, 0] > 0)
