import pytest
from pydantic import ValidationError

from models.generation import Brief
from models.upload import UploadKind
from modules.generation.engine import BadOptions
from modules.generation.engines.composer import Composer, ComposerSettings
from modules.generation.engines.composer.options import ComposerOptions
from modules.generation.engines.composer.request import TooMuchToCompose, TwoBeginnings, checked
from modules.generation.registry import Engines


@pytest.fixture
def card():
    return Composer(ComposerSettings())


def refused(**options):
    engines = Engines({"composer": Composer(ComposerSettings())})
    with pytest.raises(BadOptions) as error:
        engines.checked(Brief(engine="composer", options=options))
    return error.value


@pytest.mark.parametrize(
    ("options", "field", "told"),
    [
        ({"key": "H minor"}, "options.key", "F# minor"),
        ({"metre": "7/8"}, "options.metre", "6/8"),
        ({"style": "polka"}, "options.style", "lofi"),
        ({"count": 0}, "options.count", "1"),
        ({"count": 51}, "options.count", "50"),
        ({"bpm": 1000}, "options.bpm", "300"),
        ({"path": [{"at": 0.5, "mood": "calm"}, {"at": 0.2, "mood": "sad"}]}, "options.path", "order"),
        ({"path": [{"at": 0, "valence": 2, "arousal": 0}]}, "options.path.0.valence", "1"),
        ({"path": [{"at": 0, "mood": "blurple"}]}, "options.path.0", "calm"),
        ({"like": ["a", "a"]}, "options.like", "twice"),
        ({"instruments": 3}, "options.instruments", ""),
    ],
)
def test_a_refusal_names_the_field_and_what_is_known(options, field, told):
    error = refused(**options)

    assert error.field == field
    assert told in error.detail


def test_every_option_is_described_and_has_a_default():
    for field in ComposerOptions.model_fields.values():
        assert field.description
        assert not field.is_required()
    assert ComposerOptions() == ComposerOptions.model_validate({})


def test_spellings_are_brought_to_one_form():
    options = ComposerOptions(key="am", metre=" 6/8", style="LoFi")

    assert (options.key, options.metre, options.style) == ("A minor", "6/8", "lofi")


def test_a_path_begins_where_the_mood_is():
    brief = Brief(engine="composer", mood="tense", options={"path": [{"at": 60, "mood": "calm"}]})
    _, request, _ = checked(brief)

    assert request.mood.in_seconds
    assert request.mood.moments[0][1:] == (-0.25, 0.75)


def test_a_path_in_seconds_says_how_long_it_is_where_nothing_else_does():
    path = [{"at": 0, "mood": "tense"}, {"at": 90, "mood": "calm"}]

    assert checked(Brief(engine="composer", options={"path": path}))[2] == pytest.approx(90)
    assert checked(Brief(engine="composer", seconds=40, options={"path": path}))[2] == pytest.approx(40)
    assert checked(Brief(engine="composer", options={"path": path, "bars": 8}))[2] < 40


def test_two_beginnings_are_refused():
    with pytest.raises(TwoBeginnings):
        checked(Brief(engine="composer", mood="tense", options={"path": [{"at": 0, "mood": "calm"}]}))


def test_too_much_sound_is_refused_but_not_so_many_notes(card):
    with pytest.raises(TooMuchToCompose):
        card.materials(Brief(engine="composer", seconds=600, options={"count": 50}))
    card.materials(Brief(engine="composer", seconds=600, options={"count": 50, "sounds": "none"}))


def test_liked_uploads_are_materials(card):
    brief = Brief(engine="composer", options={"like": ["a", "b"]})

    assert card.materials(brief) == {"a": UploadKind.MIDI, "b": UploadKind.MIDI}


def test_the_card_states_the_defaults_and_is_ready_without_weights(card):
    assert "30 seconds" in card.description
    assert "120" in card.description
    assert card.missing() == []


def test_named_weights_that_are_not_there_are_told_with_the_command_that_trains_them(tmp_path):
    [told] = Composer(ComposerSettings(weights=tmp_path)).missing()

    assert "scripts/train_composer.py" in told


def test_infinity_is_no_number():
    with pytest.raises(ValidationError):
        ComposerOptions(bpm=float("inf"))
