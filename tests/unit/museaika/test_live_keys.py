"""What is typed while music plays."""

import os

from museaika.live_keys import STEP, Keys


def test_arrows_move_and_words_are_lines():
    keys = Keys(0)
    typed = keys.take("\x1b[A\x1b[Dca")
    assert typed.moves == [(0.0, STEP), (-STEP, 0.0)]
    assert typed.lines == []
    assert keys.line == "ca"
    assert keys.take("lmx\x7f\n \n").lines == ["calm"]


def test_an_arrow_may_come_in_pieces_and_other_keys_mean_nothing():
    keys = Keys(0)
    assert keys.take("\x1b").moves == []
    assert keys.take("[").moves == []
    assert keys.take("C").moves == [(STEP, 0.0)]
    assert keys.take("\x1b[H\x07").moves == []


def test_who_hangs_up_says_nothing_any_more():
    reading, writing = os.pipe()
    keys = Keys(reading)
    os.write(writing, b"sad\n")
    assert keys.wait(1).lines == ["sad"]
    os.close(writing)
    assert keys.wait(1).lines == []
    assert keys.wait(0.01).lines == []
    os.close(reading)
