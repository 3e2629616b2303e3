"""Ten people vote on a face; two published ways to make one answer of it."""

import numpy as np
import pytest

from modules.mood.detectors.face import votes
from modules.mood.detectors.face.votes import DISCARDED, EMOTIONS


def row(**given):
    return [given.get(name, 0) for name in (*EMOTIONS, "unknown", "no_face")]


def array(*rows):
    return np.array(rows, np.uint8)


def name(label):
    return None if label == DISCARDED else EMOTIONS[label]


@pytest.mark.parametrize(
    ("given", "probable", "majority"),
    [
        ({"happy": 10}, "happy", "happy"),
        ({"happy": 6, "neutral": 4}, "happy", "happy"),
        ({"happy": 5, "neutral": 5}, "neutral", None),
        ({"happy": 9, "angry": 1}, "happy", "happy"),
        ({"sad": 4, "angry": 3, "fear": 3}, "sad", None),
        ({"sad": 3, "angry": 3, "fear": 2, "disgust": 2}, None, None),
        ({"sad": 2, "angry": 2, "fear": 2, "disgust": 2, "happy": 2}, None, None),
        ({"unknown": 6, "sad": 4}, None, None),
        ({"no_face": 10}, None, None),
        ({"sad": 6, "unknown": 4}, "sad", "sad"),
        ({"sad": 4, "angry": 2, "unknown": 4}, None, None),
    ],
)
def test_an_answer_needs_enough_agreement(given, probable, majority):
    given = array(row(**given))

    assert name(votes.probability_labels(given)[0]) == probable
    assert name(votes.majority_labels(given)[0]) == majority


def test_shares_leave_out_single_votes_and_what_is_no_emotion():
    shares = votes.shares(array(row(happy=6, neutral=2, sad=1, unknown=1), row(unknown=9, sad=1)))

    assert dict(zip(EMOTIONS, shares[0].tolist(), strict=True))["happy"] == pytest.approx(0.75)
    assert shares[0].sum() == pytest.approx(1)
    assert shares[1].sum() == 0
