import subprocess
import sys

import pytest

from modules.mood.detectors.chosen import NoNetworks, UnknownNetwork, face_detector, text_detector


@pytest.mark.parametrize("network", ["hf:", "hf: ", "roberta", "https://example.org/network"])
@pytest.mark.parametrize(("chosen", "part"), [(text_detector, "TEXT"), (face_detector, "FACE")])
def test_a_name_that_means_nothing_is_refused_with_what_would(network, chosen, part):
    with pytest.raises(UnknownNetwork) as caught:
        chosen(network)

    assert caught.value.field == f"MUSEAIKA_MOOD__{part}__NETWORK"
    assert "hf:" in caught.value.next_step


def test_ours_read_faces_unless_another_is_named():
    assert type(face_detector()).__name__ == "FaceDetector"
    assert type(face_detector("ours")).__name__ == "FaceDetector"


def test_choosing_ours_brings_no_torch():
    code = (
        "import sys; from modules.mood.detectors.chosen import face_detector; face_detector('ours');"
        " print([name for name in ('torch', 'transformers', 'matplotlib') if name in sys.modules])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert seen.stdout.strip() == "[]", seen.stderr


@pytest.mark.parametrize("chosen", [text_detector, face_detector])
def test_where_torch_is_not_installed_it_says_what_to_install(monkeypatch, chosen):
    monkeypatch.setitem(sys.modules, "transformers", None)
    for name in ("classifier", "text", "face"):
        monkeypatch.delitem(sys.modules, f"modules.mood.detectors.hugging_face.{name}", raising=False)

    with pytest.raises(NoNetworks) as caught:
        chosen("hf:somebody/something")

    assert "museaika[networks]" in caught.value.next_step
