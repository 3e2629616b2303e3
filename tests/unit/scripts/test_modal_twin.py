"""Twins on rented machines are prepared, priced and asked for without an account; a stand-in notes what is ordered."""

import pickle
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import modal_twin  # noqa: E402 - scripts are no package

from museaika.commands.program import program  # noqa: E402 - after the path


class Image:
    def __init__(self, made=()):
        self.made = made

    def pip_install(self, *packages):
        return Image([*self.made, *packages])

    def apt_install(self, *packages):
        return Image([*self.made, *packages])

    def add_local_dir(self, local, remote, ignore=()):
        assert Path(local).is_dir()
        return Image([*self.made, remote])


class Volume:
    def __init__(self):
        self.sent = []

    @contextmanager
    def batch_upload(self, force=False):
        yield self

    def put_file(self, local, remote):
        self.sent.append((Path(local).name, remote))


class Modal:
    """Has what the script uses of the package, with its keywords."""

    def __init__(self):
        self.ordered, self.called, self.deployed, self.volume = {}, [], 0, Volume()
        self.Image = type("Image", (), {"debian_slim": staticmethod(lambda python_version: Image())})
        self.Volume = type("V", (), {"from_name": staticmethod(lambda name, create_if_missing=False: self.volume)})
        self.Secret = type("Secret", (), {"from_name": staticmethod(lambda name: f"secret {name}")})
        self.enable_output = nullcontext

    def App(self, name):  # noqa: N802 - the package's own name
        modal = self

        class App:
            def function(self, **rented):
                modal.ordered = {"app": name, **rented}
                return lambda _: type("Function", (), {"remote": lambda _, words: modal.called.append(words)})()

            @contextmanager
            def run(self, detach=False):
                yield

            def deploy(self):
                modal.deployed += 1

        return App()


@pytest.fixture
def modal(monkeypatch):
    modal = Modal()
    monkeypatch.setitem(sys.modules, "modal", modal)
    return modal


def test_without_a_yes_or_the_package_nothing_is_rented(modal, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    modal_twin.main(["fetch"])
    assert "Nothing was rented" in capsys.readouterr().out
    assert not modal.called
    monkeypatch.setitem(sys.modules, "modal", None)
    with pytest.raises(SystemExit, match="pip install modal"):
        modal_twin.main(["fetch", "--yes"])


def test_a_twin_is_taught_where_its_files_were_sent(modal, tmp_path, capsys):
    (tmp_path / "a.wav").write_bytes(b"x")
    words = ["train", "ann", str(tmp_path / "a.wav"), "--gpu", "L4", "--minutes", "90", "--secret", "hf", "--yes"]
    modal_twin.main(words)
    assert modal.volume.sent == [("a.wav", "/uploads/ann/000-a.wav")]
    assert modal.called[0][:4] == ["twin", "train", "ann", "/work/uploads/ann/000-a.wav"]
    ordered = modal.ordered
    assert (ordered["gpu"], ordered["timeout"], ordered["secrets"]) == ("L4:1", 5400, ["secret hf"])
    assert ordered["volumes"] == {"/work": modal.volume}
    assert {"/app/museaika", "libgl1"} < set(ordered["image"].made)
    assert any(package.startswith("diffusers==") for package in ordered["image"].made)
    assert "modal volume get museaika-twins data/twins/ann" in capsys.readouterr().out


def test_fetching_needs_no_graphics_card_and_deploying_calls_nothing(modal):
    modal_twin.main(["fetch", "--backend", "ace_step", "--yes"])
    assert modal.called == [["weights", "fetch", "ace-step"]]
    assert modal.ordered["gpu"] is None
    modal_twin.main(["deploy", "--backend", "ace_step", "--yes"])
    assert (modal.deployed, len(modal.called), modal.ordered["gpu"]) == (1, 1, "A100-40GB:1")


@pytest.mark.parametrize("words", [["train", "ann", "nowhere.wav"], ["play", "ann"], ["fetch", "--minutes", "2000"]])
def test_what_cannot_be_is_refused_before_it_costs(modal, words):
    with pytest.raises(SystemExit):
        modal_twin.main([*words, "--yes"])
    assert not modal.called


def test_what_is_sent_is_known_to_the_command(modal, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    modal_twin.main(["train", "ann", str(tmp_path / "a.wav"), "--steps", "5", "--yes"])
    modal_twin.main(["play", "ann", "trap", "beat", "--yes"])
    for words in modal.called:
        help_of = CliRunner().invoke(program(), [words[0], "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
        assert all(word in help_of for word in words if word.startswith("--"))


def test_the_function_that_travels_uses_nothing_of_its_file(monkeypatch):
    ran = []
    monkeypatch.setattr(subprocess, "run", lambda words, **how: ran.append((words, how)))
    modal_twin.work(["weights", "list"])
    assert ran[0][0][-2:] == ["weights", "list"]
    assert ran[0][1]["env"]["MUSEAIKA_WEIGHTS"] == "/work/weights"
    assert not modal_twin.work.__closure__
    assert not {"WORK", "APP"} & set(modal_twin.work.__code__.co_names)
    assert pickle.dumps(modal_twin.work)
