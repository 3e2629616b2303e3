"""What every engine must do; a new one gets these free of charge."""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from modules.generation.engine import Commission, Engine, EngineCard, Work
from modules.generation.progress import Cancelled, Progress, silent_progress
from modules.generation.registry import ENGINES
from tests.factories import brief_for, commission_for, upload_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=ENGINES, ids=lambda kind: kind.name)
def card(request: pytest.FixtureRequest) -> EngineCard:
    return request.param(request.param.Settings())


@pytest.fixture(scope="module")
def engine(card: EngineCard) -> Engine:
    if missing := card.missing():
        pytest.skip(missing[0])
    return card.load()


@pytest.fixture(scope="module")
def made(card: EngineCard, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """An order, its work, and everything it reported."""
    order = commission_for(card, tmp_path_factory.mktemp("work"))
    told: list[tuple[float, str]] = []
    work = engine.generate(order, Progress(lambda share, note: told.append((share, note)), lambda: False))
    return order, work, told


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_card_says_what_it_needs_and_costs(card: EngineCard):
    brief = brief_for(card.name)
    uploads = {needed: upload_of(b"", kind) for needed, kind in card.materials(brief).items()}

    assert card.title
    assert card.description.endswith(".")
    assert card.queue in {"cpu", "gpu"}
    assert card.cost(brief, uploads) > 0
    assert card.Options.model_json_schema()["additionalProperties"] is False


def test_options_survive_being_stored_in_the_brief(card: EngineCard):
    options = card.Options.model_validate(brief_for(card.name).options)
    stored = options.model_dump(mode="json", exclude_none=True)

    assert card.Options.model_validate(json.loads(json.dumps(stored))) == options


def test_the_same_brief_and_seed_give_the_same_bytes(card: EngineCard, engine: Engine, made: tuple, tmp_path: Path):
    order = commission_for(card, tmp_path / "again")
    engine.generate(order, silent_progress())

    assert hashes(order.folder) == hashes(made[0].folder)


def test_every_file_in_the_folder_is_a_part_and_every_part_a_file(made: tuple):
    order: Commission
    work: Work
    order, work, _ = made

    assert {part.name: part.path for part in work.parts} == {name: order.folder / name for name in hashes(order.folder)}
    assert len({part.name for part in work.parts}) == len(work.parts)
    assert {part.kind for part in work.parts} >= {"mix", "record"}


def test_sounds_are_finite_within_full_scale_and_as_long_as_told(made: tuple):
    _, work, _ = made
    sounds = [part for part in work.parts if part.kind in {"mix", "stem"}]
    for part in sounds:
        samples, rate = soundfile.read(part.path, always_2d=True)
        assert np.isfinite(samples).all()
        assert np.abs(samples).max() <= 1
        assert len(samples) / rate == pytest.approx(work.seconds, abs=1 / rate)


def test_stems_add_up_to_the_mix(made: tuple):
    _, work, _ = made
    stems = [soundfile.read(part.path)[0] for part in work.parts if part.kind == "stem"]
    if not stems:
        pytest.skip("this engine makes no stems")
    if any(part.kind == "dry" for part in work.parts):
        pytest.skip("its stems are what was there before ducking and mastering: the backing stays as it was handed in")
    mix = next(soundfile.read(part.path)[0] for part in work.parts if part.kind == "mix")

    assert np.abs(np.sum(stems, axis=0) - mix).max() < 10 ** (-80 / 20)


def test_progress_never_goes_back_and_ends_at_one(made: tuple):
    shares = [share for share, _ in made[2]]

    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(note for _, note in made[2])


def test_whoever_gives_up_is_heard_at_the_next_step_whatever_it_is_doing(
    card: EngineCard, engine: Engine, made: tuple, tmp_path: Path
):
    steps = len(made[2])
    for step in sorted({0, steps // 4, steps // 2, 3 * steps // 4, steps - 2}):
        told: list[float] = []
        order = commission_for(card, tmp_path / f"step{step}")
        with pytest.raises(Cancelled):
            engine.generate(order, Progress(lambda share, _note: told.append(share), lambda: len(told) > step))  # noqa: B023
        assert len(told) == step + 1


def test_nothing_is_left_outside_the_folder(
    card: EngineCard, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    order = commission_for(card, tmp_path / "order")
    before = hashes(tmp_path)
    engine.generate(order, silent_progress())

    inside = f"{order.folder.relative_to(tmp_path)}/"
    assert {name: known for name, known in hashes(tmp_path).items() if not name.startswith(inside)} == before


def test_the_record_repeats_and_knows_no_ids(made: tuple):
    order, work, _ = made
    record = json.loads(next(part.path for part in work.parts if part.kind == "record").read_text())

    assert record["engine"] == order.brief.engine
    assert record["seed"] == order.brief.seed
    assert record["device"]
    text = json.dumps(record)
    assert str(order.folder) not in text
    assert all(f'"{needed}"' not in text for needed in order.materials)
