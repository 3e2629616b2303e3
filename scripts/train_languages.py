"""Teaches the network for many languages from XED and writes its tables, figures, a picture of the losses and the card.

    python scripts/train_languages.py xed.zip [--english goemotions_train_dev.zip] [--out FOLDER]

Minutes on one core. With --english, GoEmotions' train also shows what English on the net looks like (the language only,
no emotions). Thresholds and calibration come from one tenth of the lines; another tenth is read once, at the very end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch
from rich.progress import Progress
from teaching import languages_card, languages_measuring, languages_publishing, xed
from teaching.goemotions import TRAIN, read_archive, split
from teaching.languages_training import Course, Plan, bags, emotion_tables, fewer, tongue_tables
from teaching.pictures import losses

from modules.mood.detectors.text.languages import FILE, LanguagesNetwork, Tables

WEIGHTS = Path(__file__).resolve().parents[1] / "modules" / "mood" / "detectors" / "text" / "weights" / "languages"
PLANS = {"small": Plan(), "tiny": Plan(bits=10, few_bits=8, hidden=4, inner=8, epochs=1, tongue_epochs=1)}
Row = tuple[str, float, float]


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    if asked.pid:
        asked.pid.write_text(f"{os.getpid()}\n")
    asked.out.mkdir(parents=True, exist_ok=True)
    lines = xed.read_archive(asked.data, asked.enough)
    print(f"{len(lines)} lines; {len(lines.large())} languages have enough: {' '.join(lines.large())}")
    rows: list[Row] = []
    tables = taught(lines, english(asked.english), replace(PLANS[asked.preset], seed=asked.seed), rows)
    new, figures = languages_publishing.fitted(LanguagesNetwork(tables), lines)
    np.savez_compressed(asked.out / FILE, **vars(replace(tables, **new)))
    network = LanguagesNetwork.load(asked.out)
    figures |= {"bytes": float((asked.out / FILE).stat().st_size)} | languages_measuring.network(network, lines)
    figures |= languages_measuring.machines(lines, print)
    (asked.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (asked.out / "MODEL_CARD.md").write_text(languages_card.write(figures, lines, network))
    losses(rows, asked.out / "training.png")
    print(f"written to {asked.out}; {figures['macro_f1']:.4f}, machines {figures['svm_tuned_macro_f1']:.4f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="XED's archive")
    parser.add_argument("--english", type=Path, help="GoEmotions' archive, for the look of English")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where network, figures and card go")
    parser.add_argument("--enough", type=int, default=xed.ENOUGH, help="lines that a language needs")
    parser.add_argument("--preset", choices=sorted(PLANS), default="small", help="tiny: for tests")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pid", type=Path, help="write the number of this process there")
    return parser.parse_args()


def english(path: Path | None) -> list[str]:
    return split(read_archive(path, TRAIN))[0].texts if path else []


def taught(lines: xed.Lines, more: list[str], plan: Plan, rows: list[Row]) -> Tables:
    codes = sorted(set(lines.languages.tolist()))
    languages = np.array([*(codes.index(code) for code in lines.languages), *(codes.index("en") for _ in more)])
    learned = np.concatenate([lines.parts == xed.LEARNED, np.ones(len(more), dtype=bool)])
    felt = np.flatnonzero(lines.felt & (lines.parts == xed.LEARNED))
    with Progress() as bar:
        task = bar.add_task("cutting into n-grams", total=None)
        wide = bags([*lines.texts, *more], felt, plan.bits, plan.rarest)
        few = fewer(wide, np.flatnonzero(learned), plan.few_bits)

        def telling(name: str) -> Callable[[float, float], None]:
            bar.update(task, description=name, total=1.0)

            def tell(progress: float, loss: float) -> None:
                bar.update(task, completed=progress)
                if not rows or rows[-1][0] != name or progress - rows[-1][1] > 0.01 or progress == 1:
                    rows.append((name, progress, loss))

            return tell

        emotions = emotion_tables(Course(wide, felt, plan, telling("emotions")), lines.labels, languages)
        tongues = tongue_tables(Course(few, np.flatnonzero(learned), plan, telling("languages")), languages)
    return languages_publishing.tables(emotions, tongues, (wide, few), lines)


if __name__ == "__main__":
    main()
