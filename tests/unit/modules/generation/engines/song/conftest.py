"""A song engine that keeps its stages for all of these tests, with a voice bank that sings and one that is torn."""

from pathlib import Path

import pytest

from models.generation import Brief
from modules.generation.engine import Commission
from modules.generation.engines.song import SongCard, SongSettings
from modules.generation.progress import Progress
from tests.backings import material
from tests.tiny_bank import bank_in

WORDS = "Walking down the river\nin the morning light"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voices")
    (bank_in(folder / "Tiny") / "LICENSE.txt").write_text("Name the singer.")
    (bank_in(folder / "Torn") / "acoustic.onnx").unlink()
    return folder


@pytest.fixture(scope="module")
def engine(kept: Path, banks: Path):
    return SongCard(SongSettings(kept=kept, banks=banks)).load()


@pytest.fixture
def stages():
    """The stages that were told of, in their order."""
    return lambda told: list(dict.fromkeys(note.partition(":")[0] for note in told))


@pytest.fixture
def sing(engine, tmp_path: Path):
    def run(track: bytes, tune: bytes | None = None, until: str = "", **options):
        folder = tmp_path / f"work{len(list(tmp_path.glob('work*')))}"
        folder.mkdir()
        materials = {"track": material(track, tmp_path / "track")}
        wish = {"backing": "track", "lyrics": WORDS} | options
        if tune is not None:
            materials["tune"] = material(tune, tmp_path / "tune")
            wish["melody"] = "tune"
        told: list[str] = []
        stop = lambda: bool(until and told and told[-1].startswith(until))
        progress = Progress(lambda _share, note: told.append(note), stop)
        work = engine.generate(Commission(Brief(engine="song", seed=3, options=wish), materials, folder), progress)
        return folder, work, told

    return run
