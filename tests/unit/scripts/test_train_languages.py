import json
import random
import runpy
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the machines beside our network are scikit-learn's (a development dependency)")

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from benching.figures import Report  # noqa: E402 - scripts are no package
from benching.mood_languages import languages  # noqa: E402 - after the path
from teaching import xed  # noqa: E402 - after the path
from teaching.calibration import expected_error, platt  # noqa: E402 - after the path
from teaching.languages_publishing import eight_bits  # noqa: E402 - after the path
from teaching.thresholds import f1, macro_f1, tuned  # noqa: E402 - after the path

from modules.mood.detectors.text.languages import LanguagesNetwork, bloom, holds  # noqa: E402 - after the path

pytestmark = pytest.mark.torch
FEELINGS = {
    "xx": {5: "glado felixo jubila", 6: "trista plora dolora", 1: "furia rabio kolero"},
    "yy": {5: "ilonen hauska nauraa", 6: "surku itkee murhe", 1: "viha raivo suuttu"},
}
FILLING = {"xx": "la sinjoro iras al domo kaj vidas arbon", "yy": "mies menee taloon ja katsoo puuta siella"}


def archive(path: Path, count: int = 300) -> Path:
    """Made-up lines in two made-up languages, and one that has too few."""
    chance = random.Random(1)
    with zipfile.ZipFile(path, "w") as made:
        for code, feelings in FEELINGS.items():
            lines = []
            for _ in range(count):
                label, words = chance.choice(list(feelings.items()))
                text = [
                    chance.choice(words.split()),
                    *chance.sample(FILLING[code].split(), 4),
                    str(chance.randrange(999)),
                ]
                lines.append(f"{' '.join(text)}\t{label}")
            lines += ["broken\tline\twith\tmore\tcells", "no labels\t", "Glado hodiau!\t5", "glado, HODIAU\t6"]
            made.writestr(f"Projections/{code}-projections.tsv", "\n".join(lines))
        made.writestr("Projections/zz-projections.tsv", "alia lingvo\t1\n" * 3)
        made.writestr("AnnotatedData/neu_xx.txt", "12\tLa domo estas granda.\n13\tArbo.\n")
        made.writestr("README.md", "not a language")
    return path


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    source, out = archive(folder / "xed.zip"), folder / "out"
    words = ["train_languages.py", str(source), "--out", str(out), "--preset", "tiny", "--enough", "100"]
    kept, sys.argv = sys.argv, words
    try:
        runpy.run_path(str(ROOT / "scripts" / "train_languages.py"), run_name="__main__")
    finally:
        sys.argv = kept
    return out


def test_lines_are_read_once_per_language_with_all_their_emotions(tmp_path: Path) -> None:
    lines = xed.read_archive(archive(tmp_path / "xed.zip"), 100)
    assert lines.large() == ["xx", "yy"]
    assert set(lines.languages.tolist()) == {"xx", "yy", "zz"}
    both = [place for place, text in enumerate(lines.texts) if text == "glado, HODIAU"]
    assert [lines.labels[place].tolist() for place in both] == [[0, 0, 0, 0, 1, 1, 0, 0]] * 2
    assert not any("broken" in text or "no labels" in text for text in lines.texts)
    assert (~lines.felt).sum() == 2


def test_identical_lines_of_two_languages_are_in_the_same_tenth(tmp_path: Path) -> None:
    lines = xed.read_archive(archive(tmp_path / "xed.zip"))
    shared = lines.parts[[place for place, text in enumerate(lines.texts) if text == "glado, HODIAU"]]
    assert len(set(shared.tolist())) == 1
    assert set(lines.parts.tolist()) == {xed.LEARNED, xed.TUNED, xed.MEASURED}


def test_training_writes_a_network_that_reads_a_card_and_figures(taught: Path) -> None:
    assert {"languages.npz", "MODEL_CARD.md", "figures.json", "training.png"} <= {one.name for one in taught.iterdir()}
    figures = json.loads((taught / "figures.json").read_text())
    assert 0 <= figures["macro_f1"] <= 1
    assert figures["languages"] == 2
    assert "CC BY 4.0" in (taught / "MODEL_CARD.md").read_text()
    network = LanguagesNetwork.load(taught)
    found = network.language("la sinjoro iras al domo", network.tongues("la sinjoro iras al domo"))
    assert (found.name, found.taught) == ("xx", True)
    assert found.familiar == 1.0
    assert network.familiar("completely other words", "xx") < 0.4
    assert network.logits("glado", "xx").shape == (8,)
    assert network.emotions("", "xx") <= set(xed.PLUTCHIK)


def test_the_benchmark_measures_any_archive_in_that_form(taught: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("benching.mood_languages.WEIGHTS", tmp_path)
    (tmp_path / "languages").symlink_to(taught)
    monkeypatch.setattr(xed.read_archive, "__defaults__", (100,))
    report = Report("languages")
    languages(type("Asked", (), {"data": archive(tmp_path / "xed.zip")})(), report)
    figures = {figure.name: figure.value for figure in report.figures}
    assert {"macro_f1", "svm_macro_f1", "svm_tuned_macro_f1", "macro_f1_xx", "languages"} <= set(figures)
    assert figures["languages"] == 2


def test_thresholds_find_the_gap_between_no_and_yes() -> None:
    true = np.array([[0], [0], [0], [1], [1]] * 20, np.float32)
    scores = np.where(true > 0, 2.0, -1.0).astype(np.float32) + np.linspace(0, 0.1, 100)[:, None].astype(np.float32)
    limits = tuned(scores, true)
    assert -0.9 < limits[0] < 2
    assert macro_f1(scores > limits, true) == 1
    assert f1(scores > 9, true).tolist() == [0]


def test_eight_bits_lose_little() -> None:
    table = np.random.default_rng(1).normal(size=(500, 4)).astype(np.float32)
    small, scale = eight_bits(table, clip=100)
    assert np.abs(small * scale - table).max() <= scale.max() / 2 + 1e-6


def test_calibrated_logits_keep_their_promise() -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(size=4000) * 2
    true = (rng.random(4000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))).astype(float)
    slope, shift = platt(logits, true)
    assert (slope, shift) == (pytest.approx(0.5, abs=0.1), pytest.approx(-1, abs=0.15))
    assert expected_error(1 / (1 + np.exp(-(slope * logits + shift))), true) < 0.03


def test_a_filter_of_words_forgets_none() -> None:
    words, others = ([f"{code}:{number}" for number in range(200)] for code in ("xx", "yy"))
    filled = bloom(words, 14)
    assert len(filled) == (1 << 14) // 8
    assert all(holds(filled, word) for word in words)
    assert sum(holds(filled, word) for word in others) < 10
