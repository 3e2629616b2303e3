"""The browser's synthesiser balances instruments as the server's own does."""

import re
from pathlib import Path

import pytest

from modules.audio.balance import Balance
from modules.audio.bundled import bundled_soundfont
from modules.audio.soundfont import SoundFont
from modules.score.score import Note, Track

TABLE = Path(__file__).parents[3] / "web/src/live/balance.ts"
SOME = (0, 11, 33, 42, 48, 73, 80, 89, 121)


@pytest.fixture(scope="module")
def gains():
    text = TABLE.read_text("utf-8")
    return [float(number) for number in re.findall(r"\d+\.\d+", text[text.index("[") : text.index("]")])]


def test_there_is_a_gain_for_every_program_and_none_above_what_is_given_back(gains):
    assert len(gains) == 128
    assert max(gains) <= float(re.search(r"MOST = ([\d.]+)", TABLE.read_text("utf-8"))[1])


def test_the_gains_are_those_of_the_renderer(gains):
    balance = Balance(SoundFont(bundled_soundfont()))
    for program in SOME:
        pitch = 36 if 32 <= program < 40 else 60
        heard = balance.gain(Track("", program, notes=(Note(0, 480, pitch, 90),)))
        assert gains[program] == pytest.approx(heard, abs=0.02), program
