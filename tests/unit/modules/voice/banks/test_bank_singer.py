from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from modules.audio.clip import RATE, never
from modules.voice.banks.bank import BankIncomplete, BankUnsupported, read_bank
from modules.voice.banks.networks import Networks, Tokens
from modules.voice.banks.phonemes import bank_sounds
from modules.voice.banks.singer import BankSinger
from modules.voice.sung import SungNote
from modules.voice.syllables import Syllable, syllables
from tests.tiny_bank import FLOAT, INT, acoustic, bank_in, network, tensor


def quiet(_fraction: float, _note: str) -> None:
    """Nobody listens to how far it is."""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return bank_in(tmp_path / "Tiny")


def test_a_bank_sings_our_notes_and_the_same_seed_gives_the_same_samples(bank: Path) -> None:
    parts = [*syllables("la"), *syllables("little")]
    notes = [SungNote(0.5 + 0.5 * at, 0.5, 60 + 5 * at, part) for at, part in enumerate(parts)]
    first = BankSinger(read_bank(bank)).sing(notes, seed=4, report=quiet, check=never)
    again = BankSinger(read_bank(bank)).sing(notes, seed=4, report=quiet, check=never)
    assert np.array_equal(first.samples, again.samples)
    assert (first.rate, first.channels) == (RATE, 1)
    for note in notes:
        part = first.samples[round((note.start + 0.15) * RATE) : round((note.end - 0.15) * RATE), 0]
        crossings = np.count_nonzero(np.diff(np.signbit(part - part.mean()))) / 2 / (len(part) / RATE)
        assert 69 + 12 * np.log2(crossings / 440) == pytest.approx(note.pitch, abs=0.6)


def test_a_duration_network_says_how_long_consonants_are(bank: Path) -> None:
    (bank / "dsdur").mkdir()
    (bank / "dsdur/dsconfig.yaml").write_text("linguistic: linguistic.onnx\ndur: dur.onnx\n")
    node, both = helper.make_node, tensor("tokens", INT, [1, "n"])
    linguistic = [
        node("Cast", ["tokens"], ["flat"], to=FLOAT),
        node("Unsqueeze", ["flat", "last"], ["encoder_out"]),
        node("Cast", ["tokens"], ["x_masks"], to=TensorProto.BOOL),
    ]
    encoded, masks = tensor("encoder_out", FLOAT, [1, "n", 1]), tensor("x_masks", TensorProto.BOOL, [1, "n"])
    divided = tensor("word_div", INT, [1, "w"])
    network(bank / "dsdur/linguistic.onnx", linguistic, [both, divided], [encoded, masks], {"last": np.array([2])})
    predicted = tensor("ph_dur_pred", FLOAT, [1, "n"])
    length = [node("ReduceSum", ["encoder_out", "last"], ["ph_dur_pred"], keepdims=0)]
    network(bank / "dsdur/dur.onnx", length, [encoded, masks], [predicted], {"last": np.array([2])})
    singer = BankSinger(read_bank(bank))
    networks = Networks(singer.bank, 1, 20)
    told = networks.lengths(
        Tokens(np.array([3, 4]), np.zeros(2, np.int64)), (np.array([2]), np.array([50])), np.array([60, 60])
    )
    assert told.tolist() == [3.0, 4.0]
    notes = [SungNote(0.5, 0.5, 60, syllables("la")[0])]
    assert singer.sing(notes, seed=1, report=quiet, check=never).seconds > 1.0


def test_sounds_are_found_by_dictionary_ipa_arpabet_or_nearness_and_else_refused(bank: Path) -> None:
    (bank / "museaika.yaml").write_text("phonemes:\n  ʃ: t\n", encoding="utf-8")
    read = read_bank(bank)
    assert read.name == "Tiny Voice"
    assert bank_sounds("ʃ", read, "en-us") == ("t",)
    assert bank_sounds("ɑː", read, "en-us") == ("aa",)
    assert bank_sounds("əl", read, "en-us") == ("ah", "l")
    with pytest.raises(BankUnsupported, match="'k'") as refused:
        bank_sounds("k", read, "en-us")
    assert "museaika.yaml" in str(refused.value.next_step)


@pytest.mark.parametrize("lost", ["dsconfig.yaml", "phonemes.txt", "acoustic.onnx", "dsvocoder/vocoder.yaml"])
def test_what_a_bank_lacks_is_named(bank: Path, lost: str) -> None:
    (bank / lost).unlink()
    with pytest.raises(BankIncomplete) as refused:
        read_bank(bank)
    assert Path(lost).name.removesuffix(".yaml") in refused.value.detail + str(refused.value.next_step)


def test_files_outside_curves_we_do_not_compute_and_broken_networks_are_refused(bank: Path) -> None:
    note = [SungNote(0.5, 0.5, 60, Syllable("la", ("l", "ɑː"), True))]
    (bank / "acoustic.onnx").write_bytes(b"not a network")
    with pytest.raises(BankIncomplete, match="acoustic"):
        BankSinger(read_bank(bank)).sing(note, seed=1, report=quiet, check=never)
    acoustic(bank / "acoustic.onnx", more="mystery")
    with pytest.raises(BankUnsupported, match="mystery"):
        BankSinger(read_bank(bank)).sing(note, seed=1, report=quiet, check=never)
    (bank / "dsconfig.yaml").write_text("use_tension_embed: true\n")
    with pytest.raises(BankUnsupported, match="tension"):
        read_bank(bank)
    (bank / "dsconfig.yaml").write_text("phonemes: ../../etc/passwd\n")
    with pytest.raises(BankIncomplete):
        read_bank(bank)
