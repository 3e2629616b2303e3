"""Renting is prepared, priced and asked for without an account; a stand-in for the package notes what is ordered."""

import pickle
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import modal_fetch_lakh  # noqa: E402 - scripts are no package
import modal_pretrain  # noqa: E402
from renting.epochs import steps  # noqa: E402
from renting.prices import GPUS, Machine, estimate  # noqa: E402

from tests.sounds import midi  # noqa: E402 - after the path


class Image:
    def __init__(self, made):
        self.made = made

    def pip_install(self, *packages):
        return Image([*self.made, ("pip", packages)])

    def add_local_dir(self, local, remote, ignore=()):
        assert Path(local).is_dir()
        return Image([*self.made, ("dir", Path(local).name, remote)])


class Modal:
    """Has what the scripts use of the package, with its keywords."""

    def __init__(self):
        self.ordered, self.called, self.ran = {}, [], []
        self.Image = type("Image", (), {"debian_slim": staticmethod(lambda python_version: Image([python_version]))})
        self.Volume = type("Volume", (), {"from_name": staticmethod(lambda name, create_if_missing=False: name)})
        self.Secret = type("Secret", (), {"from_name": staticmethod(lambda name: f"secret {name}")})
        self.enable_output = nullcontext

    def App(self, name):  # noqa: N802 - the package's own name
        modal = self

        class App:
            def function(self, **rented):
                modal.ordered = {"app": name, **rented}
                return lambda called: type("Function", (), {"remote": lambda _, *words: modal.called.append(words)})()

            @contextmanager
            def run(self, detach=False):
                modal.ran.append(detach)
                yield

        return App()


@pytest.fixture
def modal(monkeypatch):
    modal = Modal()
    monkeypatch.setitem(sys.modules, "modal", modal)
    return modal


@pytest.fixture
def zips(tmp_path):
    (tmp_path / "pop909.zip").write_bytes(b"")
    return str(tmp_path)


def test_without_the_package_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "modal", None)
    with pytest.raises(SystemExit, match="pip install modal"):
        modal_fetch_lakh.main(["--yes"])


@pytest.mark.parametrize("script", ["modal_fetch_lakh.py", "modal_pretrain.py"])
def test_help_needs_neither_the_package_nor_an_account(script):
    answer = subprocess.check_output([sys.executable, str(ROOT / "scripts" / script), "--help"], text=True)
    assert "modal_pretrain.py" in answer


def test_nothing_is_rented_without_a_yes(modal, zips, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    modal_fetch_lakh.main([])
    modal_pretrain.main(["--data", zips])
    assert not modal.called
    assert "Nothing was rented" in capsys.readouterr().out


def test_a_person_is_asked(modal, zips, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    modal_pretrain.main(["--data", zips])
    assert not modal.called
    monkeypatch.setattr("builtins.input", lambda _: "y")
    modal_pretrain.main(["--data", zips])
    assert modal.called


def test_the_collection_goes_into_a_volume_still_packed(modal):
    modal_fetch_lakh.main(["--collection", "clean", "--volume", "songs", "--yes"])
    assert modal.ordered["volumes"] == {"/lakh": "songs"}
    assert modal.ordered["serialized"] is True
    assert "gpu" not in modal.ordered
    [[words]] = modal.called
    assert words[1:] == [
        "/app/scripts/fetch_lakh.py", "--collection", "clean", "--out", "/lakh", "--archive-only"
    ]  # fmt: skip
    assert ("dir", "scripts", "/app/scripts") in modal.ordered["image"].made


def test_the_machine_is_as_asked_for_and_stops_in_time(modal, zips):
    modal_pretrain.main(
        ["--data", zips, "--gpu", "A100-80GB", "--gpus", "4", "--minutes", "90", "--secret", "hf", "--yes"]
    )
    ordered = modal.ordered
    assert (ordered["gpu"], ordered["timeout"], ordered["secrets"]) == ("A100-80GB:4", 2 * 3600, ["secret hf"])
    assert set(ordered["volumes"]) == {"/lakh", "/work"}
    packages = dict(made[:2] for made in ordered["image"].made[1:2])["pip"]
    assert any(package.startswith("torch==") for package in packages)
    [(unpack, count, learn)] = modal.called
    assert "lmd_full.tar.gz" in unpack[-1]
    assert count == []
    assert "--nproc-per-node=4" in learn
    assert learn[learn.index("--minutes") + 1] == "90.0"
    assert learn[learn.index("--preset") + 1] == "large"


def test_what_is_sent_knows_the_trainers_own_options(modal, zips):
    modal_pretrain.main(["--data", zips, "--yes"])
    learn = modal.called[0][2]
    trainer = (ROOT / "scripts" / "train_composer.py").read_text()
    for option in (word for word in learn[learn.index("/app/scripts/train_composer.py") :] if word.startswith("--")):
        assert f'"{option}"' in trainer


def test_epochs_become_steps_that_are_counted_there(modal, zips, monkeypatch):
    modal_pretrain.main(["--data", zips, "--epochs", "2", "--gpus", "2", "--yes"])
    _, count, learn = modal.called[0]
    assert count[count.index("--epochs") + 1] == "2.0"
    assert "--minutes" not in learn
    ran = []

    def pretend(words, **_):
        ran.append(words)
        return subprocess.CompletedProcess(words, 0, stdout="77\n")

    monkeypatch.setattr(subprocess, "run", pretend)
    modal_pretrain.train(["unpack"], ["count"], ["learn"])
    assert ran == [["unpack"], ["count"], ["learn", "--steps", "77"]]


def test_the_functions_that_travel_use_nothing_of_their_file():
    for function in (modal_pretrain.train, modal_fetch_lakh.run):
        assert set(function.__code__.co_names) <= {"subprocess", "run", "stdout", "strip"}
        assert not function.__closure__
        assert pickle.dumps(function)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--minutes", "2000"], "24 hours"),
        (["--gpus", "9"], "2"),
        (["--gpu", "Z80"], "2"),
        (["--minutes", "1", "--epochs", "1"], "2"),
    ],
)
def test_what_cannot_be_is_refused_before_it_costs(modal, zips, words, told):
    with pytest.raises(SystemExit, match=told):
        modal_pretrain.main(["--data", zips, "--yes", *words])
    assert not modal.called


def test_data_without_archives_is_refused(modal, tmp_path, capsys):
    with pytest.raises(SystemExit):
        modal_pretrain.main(["--data", str(tmp_path), "--yes"])
    assert "no zip archives" in capsys.readouterr().err


def test_the_estimate_adds_up():
    machine = Machine("H100", 2, 16, 64)
    told = estimate(machine, 10, "up to")
    expected = 10 * (2 * GPUS["H100"] + 16 * 0.0472 + 64 * 0.008)
    assert f"up to ${expected:.2f}" in told
    assert "May 2026" in told
    assert estimate(Machine(None, 0, 1, 2), 1, "about").count("\n") == 4


@pytest.mark.torch
def test_an_epoch_gives_every_file_its_turn(tmp_path):
    files = []
    for at in range(4):
        files.append(tmp_path / f"{at}.mid")
        files[-1].write_bytes(midi(120 + at))
    once, twice, shared = steps(files, "tiny", 50, 1), steps(files, "tiny", 100, 1), steps(files, "tiny", 100, 2)
    assert once > 10
    assert abs(twice - 2 * once) <= 1
    assert abs(shared - once) <= 1
