from pathlib import Path

import pytest

from modules.generation.engines.twin import vocabulary
from modules.generation.engines.twin.backends.composer.ensemble import ensemble, left_out
from modules.generation.engines.twin.prompts import understood


def test_the_example_of_every_page_is_understood_to_the_last_word():
    prompt = understood("808 trap beat, dark synth, 140 bpm, F minor")
    assert (prompt.genre, prompt.style, prompt.bpm, prompt.key) == ("trap", "lofi", 140, "F minor")
    assert prompt.instruments == ("808", "drums", "synth lead")
    assert prompt.mood == (-0.5, 0.1)
    assert not prompt.unknown


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("something in Bb major", "key", "Bb major"),
        ("f-sharp minor, please", "key", "F# minor"),
        ("a slow waltz", "metre", "3/4"),
        ("a slow waltz", "bpm", 72.0),
        ("BPM: 97", "bpm", 97.0),
        ("7 bpm", "bpm", None),
        ("hip-hop with Rhodes", "instruments", ("electric piano",)),
        ("piano without drums", "without", ("drums",)),
        ("glorp piano", "unknown", ("glorp",)),
        ("", "style", None),
    ],
)
def test_words_are_read(text, field, value):
    assert getattr(understood(text), field) == value


def test_what_is_not_wanted_does_not_play():
    prompt = understood("pop with flute, 120 bpm", "drums, strings")
    players = ensemble(prompt, own=True).players
    assert {one.role for one in players} >= {"melody", "chords", "bass"}
    assert not {"drums"} & {one.role for one in players}
    assert next(one for one in players if one.role == "melody").programs == (73,)


def test_a_style_without_such_a_part_borrows_its_player_and_who_finds_no_seat_is_named():
    style = ensemble(understood("ballad with drums and bass"), own=True)
    assert {"drums", "bass", "melody", "chords"} <= style.roles
    assert style.kit == "pop"
    assert left_out(understood("ballad with drums and bass")) == []
    assert left_out(understood("flute, violin, saxophone and trumpet")) == ["saxophone", "trumpet"]


def test_the_page_of_words_is_the_tables():
    page = Path("docs/twin-prompts.md").read_text(encoding="utf-8")
    for table in (vocabulary.GENRES, vocabulary.INSTRUMENTS, vocabulary.MOODS, vocabulary.TEMPI):
        assert all(f"| {name} " in page for name in table), "run scripts/write_twin_prompts.py"
    assert all(name in vocabulary.INSTRUMENTS for genre in vocabulary.GENRES.values() for name in genre.instruments)
