from pathlib import Path

import pytest

from models.twin import Copying, StyleDistance
from modules.generation.engines.twin.backends.backend import Evidence
from modules.twins.receipt import receipt_of


def evidence(held=(2.6, 1.9), before=(0.4, 0.42, 0.38, 0.41), after=(0.2, 0.25, 0.2, 0.22), changed=0.8):
    middle = (sum(before) / len(before), sum(after) / len(after))
    return Evidence(
        held=held,
        unit="nats an event",
        distance=StyleDistance(before=middle[0], after=middle[1], own=0.1),
        distances=(before, after),
        changed=[changed] * len(before),
        copying=Copying(longest=6, usual=5, remark="Nothing was said by heart."),
        pair=(Path("x/before.flac"), Path("x/after.flac")),
        seed=7,
    )


@pytest.mark.parametrize(
    ("how", "verdict", "words"),
    [
        ({}, "clearly audible", "46% nearer"),
        ({"after": (0.37, 0.38, 0.35, 0.38)}, "slight", "nearer"),
        ({"held": (2.6, 2.7)}, "slight", "no likelier"),
        ({"changed": 0.0}, "no audible effect", "100% of what is heard stays"),
        ({"after": (0.4, 0.43, 0.37, 0.41)}, "no audible effect", "no nearer"),
        ({"after": (0.6, 0.2, 0.5, 0.3)}, "no audible effect", "no nearer"),
    ],
)
def test_a_verdict_says_what_was_measured_and_why(how, verdict, words):
    receipt = receipt_of(evidence(**how))
    assert receipt.verdict == verdict
    assert receipt.words.lower().startswith(verdict)
    assert words in receipt.words
    assert (receipt.listening.before, receipt.listening.after) == ("before.flac", "after.flac")
