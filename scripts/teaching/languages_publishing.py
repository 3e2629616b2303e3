"""Turns what was learnt of many languages into the 8-bit tables that are shipped, tuned on the tenth kept for it."""

from __future__ import annotations

from collections import Counter

import numpy as np
from torch import nn

from modules.mood.detectors.text.labels import PLUTCHIK
from modules.mood.detectors.text.languages import SAME, LanguagesNetwork, Tables, bloom
from modules.mood.detectors.text.ngrams import words
from teaching.calibration import platt
from teaching.languages_training import Bags, EmotionTables, TongueTables
from teaching.thresholds import macro_f1, tuned
from teaching.xed import LEARNED, TUNED, Lines

VOCABULARY_BITS = 21
CARRIED = (0.0, 100.0, 300.0, 1000.0, 3000.0, 1e9)
"""How many lines the thresholds of all languages may weigh against a language's own."""


def tables(emotions: EmotionTables, tongues: TongueTables, bags: tuple[Bags, Bags], lines: Lines) -> Tables:
    codes = sorted(set(lines.languages.tolist()))
    table, scale = eight_bits(emotions.table.weight.detach().numpy(), clip=99.99)
    seen, seen_scale = eight_bits(tongues.table.weight.detach().numpy(), clip=100)
    usual = lines.labels[lines.felt & (lines.parts == LEARNED)].mean(0)
    return Tables(
        codes=np.array(codes),
        taught=np.isin(codes, lines.large()),
        table=table,
        scale=scale,
        rarity=bags[0].rarity.astype(np.float16),
        tongues=seen,
        tongues_scale=seen_scale,
        tongues_rarity=bags[1].rarity.astype(np.float16),
        tongues_bias=tongues.bias.detach().numpy(),
        accents=emotions.accents.detach().numpy(),
        **_dense(emotions),
        slope=np.ones(len(PLUTCHIK), np.float32),
        shift=np.zeros(len(PLUTCHIK), np.float32),
        usual=usual.astype(np.float32),
        thresholds=np.zeros((len(codes), len(PLUTCHIK)), np.float32),
        vocabulary=vocabulary(lines),
    )


def _dense(emotions: EmotionTables) -> dict[str, np.ndarray]:
    inner, outer = emotions.inner, emotions.outer
    return {
        "inner": _plain(inner).T.copy(),
        "inner_bias": inner.bias.detach().numpy(),
        "outer": _plain(outer).T.copy(),
        "leaning": (emotions.leaning + outer.bias).detach().numpy(),
    }


def _plain(layer: nn.Linear) -> np.ndarray:
    return layer.weight.detach().numpy()


def eight_bits(table: np.ndarray, clip: float) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127 and what one of them is worth, column by column."""
    scale = np.maximum(np.percentile(np.abs(table), clip, axis=0), 1e-9) / 127
    return np.clip(np.rint(table / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def vocabulary(lines: Lines) -> np.ndarray:
    """Words seen in a language, without those that stand there once among thousands of lines."""
    seen: Counter[tuple[str, str]] = Counter()
    for place in np.flatnonzero(lines.parts == LEARNED):
        code = str(lines.languages[place])
        seen.update((SAME.get(code, code), word) for word in set(words(lines.texts[place])))
    return bloom([f"{code}:{word}" for code, word in seen], VOCABULARY_BITS)


def fitted(network: LanguagesNetwork, lines: Lines) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Thresholds and calibration from the tenth kept for tuning, its languages not declared; and how that went."""
    kept = lines.where(lines.felt & (lines.parts == TUNED) & np.isin(lines.languages, lines.large()))
    codes = [network.language(text, network.tongues(text)).code for text in kept.texts]
    logits = np.array([network.logits(text, code) for text, code in zip(kept.texts, codes, strict=True)])
    numbers = np.array([network.codes.index(code) for code in codes])
    carried, scores = _chosen(logits, kept.labels, numbers, len(network.codes))
    slope, shift = zip(*(platt(logits[:, k], kept.labels[:, k]) for k in range(len(PLUTCHIK))), strict=True)
    new = {
        "thresholds": thresholds(logits, kept.labels, numbers, len(network.codes), carried),
        "slope": np.array(slope, np.float32),
        "shift": np.array(shift, np.float32),
    }
    said = logits > new["thresholds"][numbers]
    mean = np.mean(
        [macro_f1(said[kept.languages == code], kept.labels[kept.languages == code]) for code in lines.large()]
    )
    return new, {"tuned_macro_f1": float(mean), "carried": carried, **scores}


def thresholds(logits: np.ndarray, labels: np.ndarray, numbers: np.ndarray, count: int, carried: float) -> np.ndarray:
    """[languages, 8]: a language's own as far as it has lines, otherwise those of all."""
    every = tuned(logits, labels, rounds=30)
    found = np.tile(every, (count, 1))
    for number in np.unique(numbers):
        own = numbers == number
        if own.sum() > 30:
            share = own.sum() / (own.sum() + carried)
            found[number] += share * (tuned(logits[own], labels[own], rounds=30) - every)
    return found.astype(np.float32)


def _chosen(logits: np.ndarray, labels: np.ndarray, numbers: np.ndarray, count: int) -> tuple[float, dict[str, float]]:
    """How much the languages should lean on each other: tuned on one half of the tenth, judged on the other."""
    half = np.random.default_rng(5).random(len(logits)) < 0.5
    scores = dict.fromkeys(CARRIED, 0.0)
    for one in (half, ~half):
        for carried in CARRIED:
            limits = thresholds(logits[one], labels[one], numbers[one], count, carried)
            said, rest = logits[~one] > limits[numbers[~one]], numbers[~one]
            scores[carried] += (
                np.mean([macro_f1(said[rest == k], labels[~one][rest == k]) for k in np.unique(rest)]) / 2
            )
    best = max(scores, key=scores.__getitem__)
    return best, {f"halves_macro_f1_carried_{carried:.0f}": float(score) for carried, score in scores.items()}
