"""How well emotions are read in many languages that nobody declares, next to a support vector machine for each."""

from __future__ import annotations

import argparse

from teaching import languages_measuring, xed

from benching.figures import Asked, Figure, Report
from modules.mood.detectors.text.detector import WEIGHTS
from modules.mood.detectors.text.languages import FILE, LanguagesNetwork

TONGUES = 25
MEGABYTES = 8.0


def languages(asked: argparse.Namespace, report: Report) -> None:
    lines = xed.read_archive(asked.data)
    codes = lines.large()
    if not codes:
        raise SystemExit(f"No language in {asked.data} has {lines.enough} lines with emotions.")
    folder = WEIGHTS / "languages"
    machines = languages_measuring.machines(lines, print)
    figures = languages_measuring.network(LanguagesNetwork.load(folder), lines)
    count = int(figures["lines"])
    bound = Asked(max(machines["svm_macro_f1"], machines["svm_tuned_macro_f1"]), least=True)
    report.add(Figure("macro_f1", "", figures["macro_f1"], count, asked=bound))
    report.add(Figure("macro_f1_over_svm_tuned", "", figures["macro_f1"] - machines["svm_tuned_macro_f1"], count))
    report.add(Figure("declared_macro_f1", "", figures["declared_macro_f1"], count))
    for name in ("svm_macro_f1", "svm_tuned_macro_f1"):
        report.add(Figure(name, "", machines[name], count))
    report.add(Figure("languages", "", float(len(codes)), asked=Asked(TONGUES, least=True)))
    report.add(Figure("language_accuracy", "", figures["language_accuracy"], count))
    report.add(Figure("megabytes", "MB", (folder / FILE).stat().st_size / 1e6, asked=Asked(MEGABYTES)))
    for code in codes:
        own = int(((lines.languages == code) & lines.felt & (lines.parts == xed.MEASURED)).sum())
        for name in ("macro_f1", "svm_macro_f1", "svm_tuned_macro_f1"):
            report.add(Figure(f"{name}_{code}", "", (figures | machines)[f"{name}_{code}"], own))
    report.notes.append(
        "Mean macro-F1 over languages, on the tenth of the lines that neither teaching nor tuning saw; identical lines "
        "are on one side, over all languages. svm: TF-IDF (words 1-2, characters 2-5) and LinearSVC per language, "
        "taught in this run on its eight tenths; tuned: with thresholds from the ninth. Our language is not declared."
    )
