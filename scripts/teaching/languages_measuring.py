"""How well the languages' network does on lines it never saw, next to a support vector machine for each language."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from modules.mood.detectors.text.languages import SAME, LanguagesNetwork
from teaching.thresholds import macro_f1, tuned
from teaching.xed import LEARNED, MEASURED, TUNED, Lines

Figures = dict[str, float]


def network(read: LanguagesNetwork, lines: Lines, part: int = MEASURED) -> Figures:
    """Mean macro-F1 over the languages when nobody says which language it is, and when somebody does."""
    shown = lines.where(lines.felt & (lines.parts == part) & np.isin(lines.languages, lines.large()))
    found = [read.language(text, read.tongues(text)).code for text in shown.texts]
    free = _said(read, shown, found)
    told = _said(read, shown, shown.languages.tolist())
    figures: Figures = {}
    for name, said in {"": free, "declared_": told}.items():
        each = {code: _score(said, shown, code) for code in lines.large()}
        figures[f"{name}macro_f1"] = float(np.mean(list(each.values())))
        figures |= {f"{name}macro_f1_{code}": value for code, value in each.items()}
    return figures | _tongues(shown, found)


def machines(lines: Lines, tell: Callable[[str], None]) -> Figures:
    """The same for TF-IDF (words 1-2, characters 2-5) and a linear support vector machine, one for each language.

    At its own threshold, and with thresholds tuned as the network's are, on the same tenth.
    """
    figures: Figures = {}
    for code in lines.large():
        own = lines.where(lines.felt & (lines.languages == code))
        begun = time.perf_counter()
        scores, at = _machine(own), {part: own.labels[own.parts == part] for part in (TUNED, MEASURED)}
        limits = tuned(scores[TUNED], at[TUNED])
        figures[f"svm_macro_f1_{code}"] = macro_f1(scores[MEASURED] > 0, at[MEASURED])
        figures[f"svm_tuned_macro_f1_{code}"] = macro_f1(scores[MEASURED] > limits, at[MEASURED])
        tell(f"{code}: {figures[f'svm_tuned_macro_f1_{code}']:.3f}, {time.perf_counter() - begun:.1f} s")
    for kind in ("svm", "svm_tuned"):
        figures[f"{kind}_macro_f1"] = float(np.mean([figures[f"{kind}_macro_f1_{code}"] for code in lines.large()]))
    return figures


def _machine(own: Lines) -> dict[int, np.ndarray]:
    """One machine for each emotion; -1 throughout for one that no learned line carries."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    texts = np.array(own.texts, dtype=object)
    rows = features.fit_transform(texts[own.parts == LEARNED])
    shown = {part: features.transform(texts[own.parts == part]) for part in (TUNED, MEASURED)}
    found = {part: np.full((one.shape[0], own.labels.shape[1]), -1.0) for part, one in shown.items()}
    for emotion, true in enumerate(own.labels[own.parts == LEARNED].T):
        if true.any():
            machine = LinearSVC().fit(rows, true)
            for part, one in shown.items():
                found[part][:, emotion] = machine.decision_function(one)
    return found


def _said(read: LanguagesNetwork, shown: Lines, codes: list[str]) -> np.ndarray:
    logits = np.array([read.logits(text, code) for text, code in zip(shown.texts, codes, strict=True)])
    return logits > read.tables.thresholds[[read.codes.index(code) for code in codes]]


def _score(said: np.ndarray, shown: Lines, code: str) -> float:
    rows = shown.languages == code
    return macro_f1(said[rows], shown.labels[rows])


def _tongues(shown: Lines, found: list[str]) -> Figures:
    """How often the language is right; Bosnian, Croatian and Serbian count as one here, as do countries."""
    near = SAME | {"bs": "hr", "sr": "hr"}
    right = [near.get(a, a) == near.get(b, b) for a, b in zip(shown.languages.tolist(), found, strict=True)]
    return {
        "language_accuracy": float(np.mean(right)),
        "lines": float(len(found)),
        "languages": float(len(set(shown.languages.tolist()))),
    }
