from pathlib import Path

import pytest

from modules.voice.banks.banks import RANGE, Banks
from tests.tiny_bank import bank_in


def test_banks_are_named_by_their_folders_and_a_broken_one_stands_beside_with_its_reason(tmp_path: Path) -> None:
    tiny = bank_in(tmp_path / "Tiny")
    (tiny / "museaika.yaml").write_text("range: [48, 67]\n")
    (tiny / "LICENSE.txt").write_text("Sing freely, name the singer.\n")
    (bank_in(tmp_path / "halved") / "acoustic.onnx").unlink()
    (bank_in(tmp_path / "odd") / "dsconfig.yaml").write_text("hidden_size: [1]\n")
    bank_in(tmp_path / "alto")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/vocoder.yaml").write_text("model: vocoder.onnx\n")
    (tmp_path / "notes.txt").write_text("no bank")

    banks = Banks(tmp_path)
    [(name, brought)] = banks.singers.items()
    assert (name, brought.voice.title, brought.voice.low, brought.voice.high) == ("tiny", "Tiny Voice", 48, 67)
    assert brought.licence == "Sing freely, name the singer."
    assert set(banks.broken) == {"halved", "odd", "alto"}
    assert "acoustic.onnx" in banks.broken["halved"]
    assert "another name" in banks.broken["alto"]


def test_a_bank_has_another_digest_when_anything_it_sings_with_changes(tmp_path: Path) -> None:
    tiny = bank_in(tmp_path / "Tiny")
    brought = Banks(tmp_path).singers["tiny"]
    before = brought.digest()
    (tiny / "cover.png").write_bytes(b"a picture")
    assert Banks(tmp_path).singers["tiny"].digest() == before
    assert (brought.voice.low, brought.voice.high) == RANGE
    (tiny / "museaika.yaml").write_text("phonemes: {ʃ: t}\n", encoding="utf-8")
    assert Banks(tmp_path).singers["tiny"].digest() != before


@pytest.mark.parametrize("told", ["range: [60]", "range: high", "range: [60, 62]", "phonemes: [a]"])
def test_what_cannot_be_meant_in_a_bank_breaks_only_that_bank(tmp_path: Path, told: str) -> None:
    (bank_in(tmp_path / "Tiny") / "museaika.yaml").write_text(told + "\n")
    bank_in(tmp_path / "whole")
    banks = Banks(tmp_path)
    assert (set(banks.singers), set(banks.broken)) == ({"whole"}, {"tiny".title()})


def test_without_a_folder_there_are_no_banks(tmp_path: Path) -> None:
    assert Banks(None).singers == Banks(tmp_path / "none").broken == {}
