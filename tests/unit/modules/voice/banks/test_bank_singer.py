from pathlib import Path

import numpy as np
import onnx
import pytest
import yaml
from onnx import TensorProto, helper, numpy_helper

from modules.audio.clip import RATE, never
from modules.voice.banks.bank import BankIncomplete, BankUnsupported, read_bank
from modules.voice.banks.networks import Networks, Tokens
from modules.voice.banks.phonemes import bank_sounds
from modules.voice.banks.singer import BankSinger
from modules.voice.sung import SungNote
from modules.voice.syllables import Syllable, syllables

HOP, BINS = 441, 4
PHONEMES = ["<PAD>", "SP", "AP", "l", "aa", "t", "ah", "iy", "ih", "d"]
INT, FLOAT = TensorProto.INT64, TensorProto.FLOAT


def quiet(_fraction: float, _note: str) -> None:
    """Nobody listens to how far it is."""


def network(path: Path, nodes: list, inputs: list, outputs: list, constants: dict) -> None:
    held = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 9
    onnx.save(model, str(path))


def tensor(name: str, kind: int, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def acoustic(path: Path, more: str = "speedup") -> None:
    """The pitch and some noise of its own as mel, which is enough to see that both arrive."""
    node = helper.make_node
    nodes = [
        node("Unsqueeze", ["f0", "last"], ["high"]),
        node("Expand", ["high", "shape"], ["wide"]),
        node("RandomNormalLike", ["wide"], ["noise"]),
        node("Add", ["wide", "noise"], ["mel"]),
    ]
    inputs = [
        tensor("tokens", INT, [1, "n"]),
        tensor("durations", INT, [1, "n"]),
        tensor("f0", FLOAT, [1, "t"]),
        tensor(more, INT, []),
    ]
    constants = {"last": np.array([2]), "shape": np.array([1, 1, BINS])}
    network(path, nodes, inputs, [tensor("mel", FLOAT, [1, "t", BINS])], constants)


def vocoder(path: Path) -> None:
    """A sine on the pitch it is given, with a trace of the mel, a hop of samples for each frame."""
    node = helper.make_node
    nodes = [
        node("Unsqueeze", ["f0", "last"], ["high"]),
        node("Expand", ["high", "shape"], ["wide"]),
        node("Reshape", ["wide", "flat"], ["hertz"]),
        node("Mul", ["hertz", "turn"], ["step"]),
        node("CumSum", ["step", "axis"], ["phase"]),
        node("Sin", ["phase"], ["sine"]),
        node("ReduceMean", ["mel"], ["mean"], keepdims=0),
        node("Mul", ["mean", "trace"], ["whisper"]),
        node("Add", ["sine", "whisper"], ["loud"]),
        node("Mul", ["loud", "half"], ["waveform"]),
    ]
    constants = {
        "last": np.array([2]),
        "shape": np.array([1, 1, HOP]),
        "flat": np.array([1, -1]),
        "turn": np.array(2 * np.pi / RATE, dtype=np.float32),
        "axis": np.array(1),
        "trace": np.array(1e-4, dtype=np.float32),
        "half": np.array(0.5, dtype=np.float32),
    }
    inputs = [tensor("mel", FLOAT, [1, "t", BINS]), tensor("f0", FLOAT, [1, "t"])]
    network(path, nodes, inputs, [tensor("waveform", FLOAT, [1, "s"])], constants)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    folder = tmp_path / "Tiny"
    (folder / "dsvocoder").mkdir(parents=True)
    (folder / "phonemes.txt").write_text("\n".join(PHONEMES) + "\n")
    (folder / "character.yaml").write_text("name: Tiny Voice\n")
    config = {"phonemes": "phonemes.txt", "acoustic": "acoustic.onnx", "vocoder": "tiny", "hop_size": HOP}
    (folder / "dsconfig.yaml").write_text(yaml.safe_dump(config))
    told = {"model": "vocoder.onnx", "sample_rate": RATE, "hop_size": HOP, "num_mel_bins": BINS}
    (folder / "dsvocoder/vocoder.yaml").write_text(yaml.safe_dump(told))
    acoustic(folder / "acoustic.onnx")
    vocoder(folder / "dsvocoder/vocoder.onnx")
    return folder


def test_a_bank_sings_our_notes_and_the_same_seed_gives_the_same_samples(bank: Path) -> None:
    parts = [*syllables("la"), *syllables("little")]
    notes = [SungNote(0.5 + 0.5 * at, 0.5, 60 + 5 * at, part) for at, part in enumerate(parts)]
    first = BankSinger(bank).sing(notes, seed=4, report=quiet, check=never)
    again = BankSinger(bank).sing(notes, seed=4, report=quiet, check=never)
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
    singer = BankSinger(bank)
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
        BankSinger(bank).sing(note, seed=1, report=quiet, check=never)
    acoustic(bank / "acoustic.onnx", more="mystery")
    with pytest.raises(BankUnsupported, match="mystery"):
        BankSinger(bank).sing(note, seed=1, report=quiet, check=never)
    (bank / "dsconfig.yaml").write_text("use_tension_embed: true\n")
    with pytest.raises(BankUnsupported, match="tension"):
        read_bank(bank)
    (bank / "dsconfig.yaml").write_text("phonemes: ../../etc/passwd\n")
    with pytest.raises(BankIncomplete):
        read_bank(bank)
