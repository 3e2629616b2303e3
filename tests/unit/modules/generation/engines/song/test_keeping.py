import os
from pathlib import Path

import pytest

from modules.generation.engines.song import keeping
from modules.generation.engines.song.keeping import KEPT_FOR, Kept, forget, key_of, owner_folder, sweep


def written(text: str):
    return lambda into: (into / "made.txt").write_text(text) and None


def test_a_stage_is_made_once_and_never_half(tmp_path: Path):
    kept = Kept(tmp_path / "own")

    def fails(into: Path) -> None:
        (into / "half.txt").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.stage("a", fails)
    assert list((tmp_path / "own").iterdir()) == []
    assert (kept.stage("a", written("first")) / "made.txt").read_text() == "first"
    assert (kept.stage("a", written("second")) / "made.txt").read_text() == "first"


def test_two_who_make_the_same_at_once_both_have_it(tmp_path: Path):
    kept = Kept(tmp_path)

    def overtaken(into: Path) -> None:
        kept.stage("a", written("theirs"))
        written("ours")(into)

    assert (kept.stage("a", overtaken) / "made.txt").read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_the_dead_left_goes_and_what_is_being_made_stays(tmp_path: Path):
    kept = Kept(tmp_path)
    (tmp_path / ".making-dead").mkdir()

    def tidied_meanwhile(into: Path) -> None:
        kept.tidy()
        assert [path.name for path in tmp_path.iterdir()] == [into.name]
        written("whole")(into)

    assert (kept.stage("a", tidied_meanwhile) / "made.txt").read_text() == "whole"


def test_what_is_old_or_too_much_goes_and_whoever_is_erased_leaves_nothing(tmp_path: Path, monkeypatch):
    ann, bob = (Kept(owner_folder(tmp_path, name)) for name in ("ann", "bob"))
    old = ann.stage("old", written("x"))
    os.utime(old, (0, old.stat().st_mtime - KEPT_FOR - 1))
    ann.stage("new", written("x"))
    bob.stage("new", written("x"))
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*/*")) == ["new", "new"]
    forget(tmp_path, "ann")
    assert [path.parent for path in tmp_path.glob("*/*")] == [owner_folder(tmp_path, "bob")]
    monkeypatch.setattr(keeping, "MOST", 0)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_key_tells_every_ingredient_apart():
    assert key_of("singing", 1, {"lyrics": "a"}) == key_of("singing", 1, {"lyrics": "a"})
    assert (
        len({key_of("singing", 1, {"lyrics": "a"}), key_of("singing", 1, {"lyrics": "b"}), key_of("singing", 2)}) == 3
    )
