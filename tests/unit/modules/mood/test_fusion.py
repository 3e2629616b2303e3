import math

import pytest

from models.mood import Mood
from modules.mood.fusion import SPREADS, NoEvidence, UnknownSource, fuse

HAPPY, SAD = (0.85, 0.35), (-0.80, -0.35)


def said(source, place, confidence=0.7):
    return Mood.at(*place, source=source, confidence=confidence)


def test_one_source_alone_is_taken_at_its_word():
    fused = fuse([said("face", HAPPY)])

    assert (fused.mood.valence, fused.mood.arousal) == pytest.approx(HAPPY)
    assert fused.mood.confidence == pytest.approx(0.7)
    assert (fused.shares, fused.conflict, fused.notes) == ({"face": 1.0}, pytest.approx(0), [])


def test_pointing_decides():
    fused = fuse([said("face", SAD, 0.9), said("text", SAD, 0.9), said("pointed", HAPPY, 1.0)])

    assert fused.shares["pointed"] > 0.85
    assert fused.mood.label == "happy"


def test_the_surer_source_counts_more():
    surely_text = fuse([said("face", HAPPY, 0.3), said("text", SAD, 0.9)])
    surely_face = fuse([said("face", HAPPY, 0.9), said("text", SAD, 0.3)])

    assert surely_text.mood.valence < -0.5
    assert surely_face.mood.valence > 0.5


def test_of_two_that_are_as_sure_the_one_that_errs_less_counts_more():
    fused = fuse([said("face", HAPPY), said("text", SAD)])

    assert fused.shares["text"] / fused.shares["face"] == pytest.approx((SPREADS["face"] / SPREADS["text"]) ** 2)


def test_agreement_makes_surer_than_either():
    fused = fuse([said("face", HAPPY, 0.6), said("text", HAPPY, 0.6)])

    assert 0.6 < fused.mood.confidence <= 1
    assert fused.notes == []


def test_disagreement_makes_less_sure_and_is_noted():
    fused = fuse([said("face", HAPPY, 0.6), said("text", SAD, 0.6)])

    assert fused.mood.confidence < 0.3
    assert "face says happy" in fused.notes[0]
    assert "text says sad" in fused.notes[0]


def test_confidence_falls_steadily_as_two_sources_drift_apart():
    apart = [fuse([said("face", (0.9, 0)), said("text", (0.9 - step / 5, 0))]).mood.confidence for step in range(10)]

    assert apart == sorted(apart, reverse=True)


def test_the_order_does_not_matter():
    parts = [said("face", HAPPY, 0.5), said("text", SAD, 0.8), said("device", (0, 0.5), 0.3)]
    one, other = fuse(parts).mood, fuse(parts[::-1]).mood

    assert math.dist((one.valence, one.arousal), (other.valence, other.arousal)) < 1e-9
    assert one.confidence == pytest.approx(other.confidence)


def test_several_from_one_source_count_together():
    fused = fuse([said("face", HAPPY), said("face", HAPPY), said("text", HAPPY)])

    assert fused.mood.source == "face+text"
    assert sum(fused.shares.values()) == pytest.approx(1)


def test_even_those_who_know_nothing_have_a_mean():
    assert fuse([said("face", HAPPY, 0.0), said("text", SAD, 0.0)]).mood.confidence == 0


def test_nothing_and_nobody_are_refused():
    with pytest.raises(NoEvidence):
        fuse([])
    with pytest.raises(UnknownSource) as caught:
        fuse([said("tarot", HAPPY)])
    assert "pointed" in caught.value.next_step
