import numpy as np
import pytest

from modules.hearing.ears import Ears
from modules.hearing.picture import picture_of
from tests.tunes import RATE, tune, wav_of

pytestmark = pytest.mark.slow


def test_a_picture_is_drawn_and_is_the_same_every_time() -> None:
    heard = Ears().hear(wav_of(tune(bars=6)))
    one, two = picture_of(heard, "tune"), picture_of(heard, "tune")
    assert one.startswith(b"\x89PNG")
    assert one == two


def test_even_silence_has_a_picture() -> None:
    heard = Ears().hear(wav_of(np.zeros(2 * RATE, dtype=np.float32)))
    assert picture_of(heard).startswith(b"\x89PNG")
