"""Training, held-out and test faces never share a picture."""

import numpy as np
import pytest

from modules.mood.detectors.face import dataset

RNG = np.random.default_rng(5)


def archive(path, count=300, **more):
    coarse = 8 * RNG.integers(0, 30, (count, 6, 6), dtype=np.uint8)
    rows = {
        "images": np.kron(coarse, np.ones((8, 8), np.uint8)),
        "fer": RNG.integers(0, 7, count).astype(np.int8),
        "ferplus": RNG.multinomial(10, [0.1] * 10, count).astype(np.uint8),
        "usage": np.repeat([0, 1], [count - count // 10, count // 10]).astype(np.uint8),
        "valid": np.ones(count, bool),
    } | more
    np.savez(path, **rows)
    return rows


def test_all_files_are_read_without_what_is_no_face(tmp_path):
    archive(tmp_path / "a.npz", 20)
    archive(tmp_path / "b.npz", 10, valid=np.arange(10) > 3)

    faces = dataset.read([tmp_path / "a.npz", tmp_path / "b.npz"])

    assert len(faces) == 26
    assert len(faces.used_for("PublicTest")) == 3


def test_other_archives_are_refused(tmp_path):
    archive(tmp_path / "a.npz", 20, images=np.zeros((20, 64, 64), np.uint8))
    np.savez(tmp_path / "b.npz", images=np.zeros((2, 48, 48), np.uint8))

    with pytest.raises(ValueError, match="48x48"):
        dataset.read([tmp_path / "a.npz"])
    with pytest.raises(ValueError, match="ferplus"):
        dataset.read([tmp_path / "b.npz"])


def test_about_a_tenth_is_held_out_and_nothing_is_in_both(tmp_path):
    archive(tmp_path / "a.npz", 1000)

    learned, held = dataset.split(dataset.read([tmp_path / "a.npz"]))

    assert len(learned) + len(held) == 900
    assert 60 < len(held) < 130
    assert not set(learned.fingerprints()) & set(held.fingerprints())
    assert set(learned.usage) == {0}


def test_copies_stay_together_however_bright_and_test_pictures_are_not_learned(tmp_path):
    rows = archive(tmp_path / "a.npz", 400)
    images = rows["images"]
    images[200:360] = images[:160] // 2 + 20
    images[380:] = images[100:120]
    archive(tmp_path / "a.npz", 400, images=images)

    faces = dataset.read([tmp_path / "a.npz"])
    learned, held = dataset.split(faces)
    tested = set(faces.used_for("PublicTest").fingerprints())

    assert len(learned) + len(held) == 360 - 40
    assert not (set(learned.fingerprints()) | set(held.fingerprints())) & tested
    assert not set(learned.fingerprints()) & set(held.fingerprints())
