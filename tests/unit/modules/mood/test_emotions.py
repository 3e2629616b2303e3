import math

import pytest

from models.mood import POINTS, MoodLabel, nearest_label
from modules.mood.emotions import EMOTIONS, UnknownEmotion, canonical, known, mood_of, place_of

FER = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise", "contempt"]
GO_EMOTIONS = [
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
]
PLUTCHIK = ["joy", "trust", "fear", "surprise", "sadness", "disgust", "anger", "anticipation"]


@pytest.mark.parametrize("name", sorted({*FER, *GO_EMOTIONS, *PLUTCHIK, *map(str, MoodLabel)}))
def test_every_emotion_of_our_networks_has_a_place_on_the_circle(name):
    assert math.hypot(*place_of(name)) <= 1.2
    assert max(map(abs, place_of(name))) <= 1


@pytest.mark.parametrize("label", MoodLabel)
def test_our_own_words_lie_where_the_product_puts_them(label):
    assert place_of(label.value) == POINTS[label]


def test_there_are_twenty_eight_go_emotions_and_all_are_told_apart_from_their_opposites():
    assert len(GO_EMOTIONS) == 28
    pleasant = [
        "admiration",
        "amusement",
        "approval",
        "caring",
        "excitement",
        "gratitude",
        "joy",
        "love",
        "optimism",
        "pride",
        "relief",
    ]
    unpleasant = [
        "anger",
        "annoyance",
        "disappointment",
        "disapproval",
        "disgust",
        "fear",
        "grief",
        "nervousness",
        "remorse",
        "sadness",
    ]
    assert min(place_of(name).valence for name in pleasant) > 0.4
    assert max(place_of(name).valence for name in unpleasant) < -0.4


@pytest.mark.parametrize(
    ("emotion", "word"),
    [
        ("fear", "anxious"),
        ("disgust", "angry"),
        ("contempt", "angry"),
        ("surprise", "energetic"),
        ("annoyance", "angry"),
        ("disapproval", "angry"),
        ("love", "happy"),
        ("gratitude", "happy"),
        ("grief", "sad"),
        ("remorse", "sad"),
        ("relief", "calm"),
        ("nervousness", "anxious"),
        ("amusement", "happy"),
        ("rage", "angry"),
        ("boredom", "sleepy"),
        ("depression", "sad"),
        ("pensiveness", "melancholic"),
        ("shock", "tense"),
    ],
)
def test_an_emotion_falls_to_the_word_people_would_use(emotion, word):
    assert nearest_label(*place_of(emotion)) == word


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Anger", "angry"),
        ("JOY", "happy"),
        (" sadness ", "sad"),
        ("very-positive", "very_positive"),
        ("5 stars", "very_positive"),
    ],
)
def test_a_synonym_in_any_spelling_is_the_same_emotion(name, found):
    assert known(name)
    assert canonical(name) == found


def test_no_name_stands_for_two_emotions():
    assert all(canonical(name) == name for name in EMOTIONS)


@pytest.mark.parametrize("name", ["LABEL_0", "", "hapy", "toxic"])
def test_an_unknown_emotion_is_refused_with_the_list_of_the_known(name):
    assert not known(name)
    with pytest.raises(UnknownEmotion) as caught:
        canonical(name)

    assert "happy" in caught.value.next_step
    assert "joy" in caught.value.next_step


def test_a_confident_happy_lies_at_happy():
    mood = mood_of({"happy": 0.85, "neutral": 0.15}, source="face", confidence=0.8)

    assert math.dist((mood.valence, mood.arousal), POINTS[MoodLabel.HAPPY]) < 0.05
    assert mood.label == "happy"
    assert (mood.source, mood.confidence) == ("face", 0.8)
    assert mood.distribution == {"happy": 0.85, "neutral": 0.15}


@pytest.mark.parametrize("name", [*FER, *GO_EMOTIONS])
def test_certainty_lies_at_the_emotion_itself(name):
    mood = mood_of({name: 1.0}, source="text", confidence=1.0)

    assert (mood.valence, mood.arousal) == pytest.approx(place_of(name))


def test_doubt_between_two_lies_between_them():
    mood = mood_of({"happy": 0.5, "sad": 0.5}, source="text", confidence=0.5)

    assert mood.valence == pytest.approx(0.025)


def test_likelihoods_of_a_network_with_many_labels_need_not_add_up():
    low = mood_of({"joy": 0.2, "love": 0.1}, source="text", confidence=0.5)
    high = mood_of({"joy": 0.9, "love": 0.45}, source="text", confidence=0.5)

    assert (low.valence, low.arousal) == pytest.approx((high.valence, high.arousal))


@pytest.mark.parametrize("distribution", [{}, {"joy": 0.0, "anger": 0.0}])
def test_nothing_at_all_is_neutral(distribution):
    assert mood_of(distribution, source="text", confidence=0.1).label == "neutral"


@pytest.mark.parametrize("share", [-0.1, math.nan, math.inf])
def test_what_is_no_likelihood_is_a_mistake_of_the_program(share):
    with pytest.raises(ValueError, match="finite"):
        mood_of({"joy": share}, source="text", confidence=0.5)
