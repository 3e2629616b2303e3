"""An order for the codec's way becomes a work of one mix, once the weights are in their folder."""

import io
import json

import pytest
import soundfile

from models.generation import Brief
from models.upload import UploadKind
from modules.generation.engine import Commission, EngineNotReady, Material
from modules.generation.engines.blend import Blend, BlendSettings
from modules.generation.progress import silent_progress
from tests.factories import upload_of
from tests.small_codec import put_cascade, put_codec, tune

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def recorded(pitch):
    clip, out = tune(pitch), io.BytesIO()
    soundfile.write(out, clip.samples, clip.rate, format="WAV")
    return out.getvalue()


def test_it_says_what_is_missing_and_blends_as_soon_as_it_is_there(tmp_path):
    weights, folder = tmp_path / "weights", tmp_path / "work"
    folder.mkdir()
    card = Blend(BlendSettings(codec=weights))
    wish = {"a": "one", "b": "two", "method": "codec", "end": 2.0}
    brief = Brief(engine="blend", seed=5, options=wish)
    assert "museaika weights fetch encodec" in card.limits()[0]
    with pytest.raises(EngineNotReady, match=r"encodec_24khz-d7cc33bc\.th is not there"):
        card.materials(brief)
    put_codec(weights)
    put_cascade(weights)
    assert card.limits() == []
    assert set(card.materials(brief)) == {"one", "two"}
    materials = {}
    for name, pitch in (("one", 220.0), ("two", 330.0)):
        (tmp_path / name).write_bytes(recorded(pitch))
        materials[name] = Material(upload_of(recorded(pitch), UploadKind.AUDIO), tmp_path / name)
    work = card.load().generate(Commission(brief, materials, folder), silent_progress())
    sound, rate = soundfile.read(folder / "mix.flac")
    assert (rate, sound.shape) == (24_000, (48_000,))
    assert [part.kind for part in work.parts] == ["mix", "record"]
    assert set(json.loads((folder / "record.json").read_text())["weights"]) == {
        "codec.safetensors",
        "cascade.safetensors",
    }
