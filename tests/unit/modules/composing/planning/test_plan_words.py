import numpy as np
import pytest

from models.errors import Invalid
from modules.composing.planning import form
from modules.composing.planning.key import Key, UnknownKey, read_key
from modules.composing.planning.length import LengthsDisagree, measure_out
from modules.composing.planning.metre import METRES, UnknownMetre, read_metre
from modules.composing.planning.mood_path import MoodOutside, MoodPath, PathOutOfOrder
from modules.composing.planning.request import LengthOutside, PlanRequest, TempoOutside
from modules.composing.styles.catalogue import STYLES, UnknownStyle, style_named


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("F minor", Key(5, 1)),
        ("Bb", Key(10, 0)),
        ("c# min", Key(1, 1)),
        ("Am", Key(9, 1)),
        ("E MAJOR".title(), Key(4, 0)),
        ("F♯ moll", Key(6, 1)),
    ],
)
def test_keys_are_read_as_people_write_them(text, key) -> None:
    assert read_key(text) == key
    assert read_key(key.name) == key


@pytest.mark.parametrize(
    ("act", "error", "field"),
    [
        (lambda: read_key("H dorian"), UnknownKey, "key"),
        (lambda: read_metre("7/8"), UnknownMetre, "metre"),
        (lambda: style_named("polka"), UnknownStyle, "style"),
        (lambda: MoodPath.steady(1.2, 0), MoodOutside, "mood"),
        (lambda: MoodPath.steady(float("nan"), 0), MoodOutside, "mood"),
        (lambda: MoodPath.through([(0.5, 0, 0), (0.2, 1, 1)]), PathOutOfOrder, "path"),
        (lambda: MoodPath.through([]), PathOutOfOrder, "path"),
        (lambda: MoodPath.through([(0, 0, 0), (90, 1, 1)]), PathOutOfOrder, "path"),
        (lambda: PlanRequest(tempo=20), TempoOutside, "tempo"),
        (lambda: PlanRequest(seconds=0.5), LengthOutside, "seconds"),
        (lambda: PlanRequest(bars=0), LengthOutside, "bars"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_a_way_on(act, error, field) -> None:
    with pytest.raises(error) as caught:
        act()
    assert isinstance(caught.value, Invalid)
    assert caught.value.field == field
    assert caught.value.next_step


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownStyle) as caught:
        style_named("polka")
    assert caught.value.extra["known"] == ["piano", "pop", "lofi", "orchestral", "chiptune"]
    assert style_named(" Pop ") is STYLES["pop"]
    assert read_metre("3 / 4") is METRES["3/4"]


def steady(shares, seconds):
    return np.full(len(shares), 112.0)


@pytest.mark.parametrize("asked", [{"bars": 8, "seconds": 60, "tempo": 120}, {"bars": 200, "seconds": 10}], ids=str)
def test_bars_and_seconds_that_disagree_are_refused(asked) -> None:
    with pytest.raises(LengthsDisagree):
        measure_out(PlanRequest(**asked), METRES["4/4"], steady)


def test_asked_tempo_and_seconds_give_whole_bars_and_a_held_end() -> None:
    length = measure_out(PlanRequest(tempo=120, seconds=31), METRES["4/4"], steady)
    assert (length.bars, length.end) == (16, 31 * 2 * 960)
    loop = measure_out(PlanRequest(tempo=120, seconds=31, loop=True), METRES["4/4"], steady)
    assert loop.end == loop.bars * METRES["4/4"].ticks


def test_a_path_can_be_given_in_seconds() -> None:
    path = MoodPath.through([(0, -1, 1), (45, 1, -1)], in_seconds=True)
    valence, _ = path.along(np.array([0.0, 0.25, 0.5, 1.0]), 90)
    assert valence.tolist() == [-1, 0, 1, 1]
    assert path.moves
    assert not MoodPath.steady(0.2, 0.2).moves


@pytest.mark.parametrize("loop", [False, True])
@pytest.mark.parametrize("kind", ["song", "ternary", "cycle"])
def test_every_length_has_a_form_without_gaps_and_phrases_that_fill_it(kind, loop) -> None:
    for bars in range(1, 320):
        parts = form.sections(bars, kind, loop=loop)
        assert [part.start for part in parts] == [0, *np.cumsum([part.bars for part in parts])[:-1]]
        assert parts[-1].end == bars
        assert min(part.bars for part in parts) >= 1
        spans = form.phrases(parts, loop=loop)
        assert sum(span.bars for span in spans) == bars
        assert spans[-1].cadence == ("turn" if loop else "final")
        assert all(0 < part.energy <= 1 for part in parts)


@pytest.mark.parametrize("kind", ["song", "ternary", "cycle"])
def test_from_twelve_bars_on_something_else_comes_between_a_theme_and_its_return(kind) -> None:
    for bars in range(12, 200):
        letters = "".join(part.letter for part in form.sections(bars, kind, loop=False))
        assert "A" in letters[: letters.index("B")]
        assert "A" in letters[letters.index("B") :]
