"""How well emotions are read in English sentences, by the network as it is shipped, one sentence at a time."""

from __future__ import annotations

import argparse
import time

from teaching.english_measuring import measured
from teaching.goemotions import Comments, read_file

from benching.figures import Asked, Figure, Report, middle
from modules.mood.detectors.text.detector import WEIGHTS, TextDetector
from modules.mood.detectors.text.english import EnglishNetwork
from modules.mood.detectors.text.labels import ENGLISH

LEAST = Asked(0.47, least=True)
QUICK = Asked(5.0)
COUNT = 300


def text(asked: argparse.Namespace, report: Report) -> None:
    comments = read_file(asked.data)
    folder = WEIGHTS / "english"
    figures = measured(EnglishNetwork(folder), comments)
    count = len(comments)
    report.add(Figure("macro_f1", "", figures["macro_f1"], count, asked=LEAST))
    for name in ("macro_f1_at_half", "micro_f1", "top1", "ece"):
        report.add(Figure(name, "", figures[name], count))
    report.add(*(Figure(f"f1_{name}", "", figures[f"f1_{name}"], count) for name in ENGLISH))
    clock, processor = zip(*milliseconds(comments), strict=True)
    report.add(middle("sentence", "ms", clock, QUICK), middle("sentence_processor", "ms", processor, QUICK))
    report.add(
        Figure("megabytes", "MB", sum(path.stat().st_size for path in folder.iterdir()) / 1e6, asked=Asked(25.0))
    )
    report.notes.append(
        "macro_f1: thresholds from a tenth of train, fixed before. top1: the likeliest emotion is one that people saw. "
        "sentence: about twelve words -> the whole answer in this process, one thread; "
        "sentence_processor: the same without what other processes took."
    )


def milliseconds(comments: Comments) -> list[tuple[float, float]]:
    """By the clock and of the processor's time, of sentences with eleven to thirteen words, for the whole reading."""
    detector = TextDetector(WEIGHTS)
    chosen = [one for one in comments.texts if 11 <= len(one.split()) <= 13][:COUNT] or comments.texts[:COUNT]
    detector.read(chosen[0])
    return [_timed(detector, one) for one in chosen]


def _timed(detector: TextDetector, sentence: str) -> tuple[float, float]:
    begun, busy = time.perf_counter(), time.thread_time()
    detector.read(sentence)
    return 1000 * (time.perf_counter() - begun), 1000 * (time.thread_time() - busy)
