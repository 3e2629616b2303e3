import pytest

from modules.score.instruments import NAMES, UnknownInstrument, instrument_name, program_number


def test_every_program_has_a_name_that_leads_back_to_it():
    assert len(NAMES) == 128
    assert [program_number(name) for name in NAMES] == list(range(128))


@pytest.mark.parametrize(
    ("words", "program"), [("violin", 40), ("VIOLIN", 40), ("nylon guitar", 24), ("grand piano", 0), ("flute", 73)]
)
def test_people_may_use_their_own_words(words: str, program: int):
    assert program_number(words) == program


@pytest.mark.parametrize("words", ["kazoo", "", "  "])
def test_an_unknown_instrument_is_answered_with_the_known_ones(words: str):
    with pytest.raises(UnknownInstrument) as refusal:
        program_number(words)
    assert "Violin" in refusal.value.extra["known"]


def test_drums_are_called_drums():
    assert instrument_name(24, is_drum=True) == "Drums"
