"""Orders for streams and their bars, as they travel."""

import math

import pytest
from pydantic import ValidationError

from models.live import LiveBar, LiveChord, LiveNote, LiveOrder, LiveTrack


@pytest.mark.parametrize(
    "wrong",
    [
        {"valence": math.nan},
        {"arousal": 1.2},
        {"style": "polka"},
        {"tempo": 0},
        {"tempo": math.nan},
        {"seed": -1},
        {"references": ["a"] * 11},
        {"unknown": 1},
    ],
)
def test_an_order_that_cannot_be_kept_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LiveOrder.model_validate({"valence": 0.0, "arousal": 0.0, **wrong})


def test_a_mood_is_enough() -> None:
    order = LiveOrder(valence=0.5, arousal=-0.5)
    assert (order.style, order.tempo, order.references, order.seed) == ("pop", None, (), None)


def test_a_bar_comes_back_from_json_as_it_was() -> None:
    track = LiveTrack(name="Lead", role="melody", program=73, notes=(LiveNote(60, 0.0, 0.333333, 80),))
    bar = LiveBar(
        index=3,
        at=6.000001,
        seconds=2.0,
        tempo=120.0,
        metre="4/4",
        key="A minor",
        section="A'",
        phrase_bar=3,
        phrase_bars=4,
        valence=0.1,
        arousal=0.2,
        intensity=0.5,
        chords=(LiveChord(0.0, "A:min7"),),
        tracks=(track,),
    )
    assert LiveBar.model_validate_json(bar.model_dump_json()) == bar
    assert bar.model_dump(mode="json")["tracks"][0]["notes"] == [[60, 0.0, 0.333333, 80]]
