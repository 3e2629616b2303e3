import itertools
import math

import pytest
from pydantic import ValidationError

from models.generation import Brief
from models.mood import NEUTRAL_RADIUS, POINTS, Mood, MoodLabel, nearest_label


def test_every_label_lies_on_the_circle_well_apart_from_every_other():
    assert set(POINTS) == set(MoodLabel)
    assert all(math.hypot(*point) <= 1 for point in POINTS.values())
    assert min(math.dist(a, b) for a, b in itertools.combinations(POINTS.values(), 2)) >= 0.4


def test_labels_follow_each_other_around_the_circle_as_russell_found_them():
    around = sorted(
        (label for label in MoodLabel if label is not MoodLabel.NEUTRAL),
        key=lambda label: math.atan2(POINTS[label].arousal, POINTS[label].valence) % (2 * math.pi),
    )

    assert " ".join(around) == ("happy excited energetic tense angry anxious sad melancholic sleepy calm content")


@pytest.mark.parametrize("label", MoodLabel)
def test_a_label_and_its_point_name_each_other(label: MoodLabel):
    assert nearest_label(*POINTS[label]) is label
    assert Mood.named(label).label is label
    assert Mood.at(*POINTS[label]).label is label


def test_near_the_middle_everything_is_neutral():
    assert Mood.at(0.1, -0.1).label is MoodLabel.NEUTRAL
    assert Mood.at(NEUTRAL_RADIUS, 0).label is not MoodLabel.NEUTRAL


def test_a_brief_takes_a_word_two_numbers_or_a_whole_mood():
    whole = Mood.named("calm")
    assert Brief(engine="render", mood="calm").mood == whole
    assert Brief(engine="render", mood=" Calm ").mood == whole
    assert Brief(engine="render", mood={"label": "calm"}).mood == whole
    assert Brief(engine="render", mood=whole).mood == whole
    assert Brief(engine="render", mood={"valence": 0.5, "arousal": -0.7}).mood == Mood.at(0.5, -0.7)
    assert Brief(engine="render", mood=[0.5, -0.7]).mood == Mood.at(0.5, -0.7)
    assert Brief.model_validate_json('{"engine": "render", "mood": {"valence": 1, "arousal": 0}}').mood is not None


def test_a_mood_survives_being_stored():
    mood = Mood.at(0.3, 0.3, confidence=0.4, source="face", distribution={"happy": 0.7})

    assert Mood.model_validate_json(mood.model_dump_json()) == mood


def test_a_label_somebody_chose_stays_even_beside_another_point():
    assert Mood.model_validate({"valence": 0.9, "arousal": 0.3, "label": "calm"}).label is MoodLabel.CALM


@pytest.mark.parametrize(
    "given",
    [
        "grumpy",
        "",
        {"valence": 2, "arousal": 0},
        {"valence": 0.5},
        {"valence": float("nan"), "arousal": 0},
        {"valence": "much", "arousal": 0},
        {"valence": True, "arousal": []},
        {},
        [0.1],
        [0.1, 0.2, 0.3],
        7,
        None,
    ],
)
def test_what_is_no_mood_is_refused(given: object):
    with pytest.raises(ValidationError):
        Mood.model_validate(given)


def test_an_unknown_word_is_answered_with_the_known_ones():
    with pytest.raises(ValidationError, match=r"excited, happy, .*neutral"):
        Brief(engine="render", mood="grumpy")
