"""Small real files of every kind, as our own engines write them, and a key to sign them with."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.provenance.making import Making
from modules.provenance.provenance import Provenance
from modules.provenance.signing import Signer
from tests.sounds import midi

TYPES = {
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mid": "audio/midi",
    "png": "image/png",
    "json": "application/json",
}
SOUNDS = ("flac", "wav", "mp3", "ogg", "m4a")


def written(kind: str, folder: Path) -> bytes:
    path = folder / f"sound.{kind}"
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, (3000, 2)).astype(np.float32)
    encode(Clip(noise, 44_100), path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sounds")
    picture = io.BytesIO()
    Image.new("RGB", (9, 5), "teal").save(picture, "png")
    made = {kind: written(kind, folder) for kind in SOUNDS}
    return made | {"mid": midi(), "png": picture.getvalue(), "json": b'{\n  "tempo": 120\n}\n'}


@pytest.fixture
def provenance():
    return Provenance(Signer("a secret"), [], "MuseAIka test")


@pytest.fixture
def making():
    origin = Origin(
        source=SourceType.TRAINED,
        inputs=[Ingredient(name="midi", sha256="a" * 64)],
        weights=[Ingredient(name="composer", sha256="b" * 64)],
        parameters={"mood": {"valence": 0.25, "arousal": -1.0}, "style": "piano, très doux"},
    )
    return Making("composer", 7, origin)


@pytest.fixture
def stamped(files, provenance, making):
    """Each file with its record."""
    return {kind: b"".join(provenance.stamp(data, f"mix.{kind}", TYPES[kind], making)) for kind, data in files.items()}
