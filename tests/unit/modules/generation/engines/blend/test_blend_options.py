import math

import pytest
from pydantic import ValidationError

from models.errors import Invalid
from models.generation import Brief
from models.upload import UploadKind
from modules.generation.engine import EngineNotReady, Material
from modules.generation.engines.blend import Blend, BlendSettings
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.request import checked, remarks_of, window_of
from tests.factories import upload_of


def asked(**options):
    return Brief(engine="blend", options={"a": "one", "b": "two"} | options)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"start": -1}, "start"),
        ({"start": 20}, "end"),
        ({"start": 5, "end": 5}, "end"),
        ({"start": 5, "end": 5.5}, "end"),
        ({"end": 300}, "end"),
        ({"end": math.nan}, "end"),
        ({"amount": 1.1}, "amount"),
        ({"melody_from": "c"}, "melody_from"),
        ({"a": ""}, "a"),
    ],
)
def test_a_refusal_names_the_option(wish, field):
    with pytest.raises(ValidationError) as refused:
        BlendOptions(**{"a": "one", "b": "two"} | wish)
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


def test_a_piece_is_as_long_as_the_window_or_as_asked_up_to_three_minutes():
    assert checked(asked())[1] == 16
    assert checked(asked(start=10, end=30))[1] == 20
    assert checked(asked().model_copy(update={"seconds": 180}))[1] == 180
    with pytest.raises(Invalid) as refused:
        checked(asked().model_copy(update={"seconds": 181}))
    assert refused.value.field == "seconds"


@pytest.mark.parametrize(
    ("start", "seconds", "field"), [(30, 20, "options.start"), (19, 20, "options.start"), (0, 0.2, "options.b")]
)
def test_a_part_that_is_not_there_is_refused_with_what_would_be(start, seconds, field):
    options = BlendOptions(a="one", b="two", start=start, end=start + 16)
    with pytest.raises(Invalid) as refused:
        window_of(options, "b", seconds)
    assert refused.value.field == field
    assert refused.value.next_step


def test_an_end_behind_the_track_is_cut_and_said():
    options = BlendOptions(a="one", b="two", start=4, end=20)
    assert window_of(options, "a", 12.0) == (4, 12)
    assert "12.0 seconds" in remarks_of(options, "a", (4, 12.0))[0]
    assert remarks_of(options, "a", (4, 19.8)) == []


def test_the_card_takes_sound_and_midi_and_looks_at_lengths_alone(tmp_path):
    card = Blend(BlendSettings())
    assert card.materials(asked()) == {"one": None, "two": None}
    assert card.materials(asked(b="one")) == {"one": None}
    upload = upload_of(b"", UploadKind.AUDIO)
    with pytest.raises(Invalid) as refused:
        card.examine(asked(start=4, end=20), {"two": Material(upload, tmp_path / "never read")})
    assert refused.value.field == "options.start"


def test_without_its_weights_the_way_of_the_codec_says_how_to_get_them(tmp_path):
    card = Blend(BlendSettings(codec=tmp_path))
    assert card.missing() == []
    assert "museaika weights fetch encodec" in card.limits()[0]
    with pytest.raises(EngineNotReady) as refused:
        card.materials(asked(method="codec"))
    assert refused.value.field == "options.method"
