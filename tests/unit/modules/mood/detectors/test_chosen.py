import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.mood import Mood
from models.reading import Reading
from modules.mood.detectors.chosen import Later, UnknownNetwork, face_detector, text_detector


class Ours:
    def read(self, seen):
        return Reading(mood=Mood.at(0.1, 0.2, source="text"), emotions={}, certain=True, network=f"ours {seen}")


@pytest.mark.parametrize("network", ["", "  "])
def test_ours_is_the_one_if_nothing_is_named(network):
    assert isinstance(text_detector(network, Ours), Ours)
    assert isinstance(face_detector(network, Ours, crop=lambda seen: (seen, [])), Ours)


@pytest.mark.parametrize("network", ["hf:", "hf: ", "roberta", "https://example.org/network"])
def test_a_name_that_means_nothing_is_refused_at_once_with_what_would(network):
    with pytest.raises(UnknownNetwork) as caught:
        text_detector(network, Ours)

    assert caught.value.field == "MUSEAIKA_MOOD__TEXT__NETWORK"
    assert "hf:" in caught.value.next_step


def test_naming_a_network_brings_no_torch_before_something_is_read():
    code = (
        "import sys; from modules.mood.detectors.chosen import text_detector;"
        " text_detector('hf:somebody/something', None);"
        " print([name for name in ('torch', 'transformers', 'matplotlib', 'scipy') if name in sys.modules])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert seen.stdout.strip() == "[]", seen.stderr


def test_many_first_readers_open_it_once():
    opened = []

    def opener():
        opened.append(1)
        return Ours()

    later = Later(opener)
    with ThreadPoolExecutor(8) as pool:
        found = {reading.network for reading in pool.map(later.read, ["x"] * 16)}

    assert (found, opened) == ({"ours x"}, [1])
