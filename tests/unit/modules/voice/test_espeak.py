import numpy as np
import pytest

from modules.voice.espeak import RATE, espeak


def lengths(vowel: str) -> list[float]:
    """Seconds of the sounds of "s no" in "is no", behind a word on that vowel."""
    said = espeak().say([["D", vowel], ["'I", "z"], ["n", "'oU"]], "en-us", "", 125)
    return list(np.diff([*said.starts[3:], said.end]) / RATE)


def test_a_sound_that_only_joins_two_words_moves_no_other_sound() -> None:
    """ "there is" is said with an "r" between them, "they is" is not."""
    assert lengths("'e@") == pytest.approx(lengths("'eI"), abs=0.015)
