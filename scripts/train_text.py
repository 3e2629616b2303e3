"""Fine-tunes MiniLM on GoEmotions and writes the English network: ONNX in 8 bits, tokens, thresholds, figures and card.

    python scripts/train_text.py goemotions_train_dev.zip [--minutes 60] [--work data/text] [--out FOLDER]

Run it again with the same --work to go on where it stopped. A tenth of train, identical texts kept together, decides on
thresholds and calibration; dev is read once, at the very end.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from teaching import english_network
from teaching.english_training import Plan, Training
from teaching.goemotions import DEV, TRAIN, read_archive, split

WEIGHTS = Path(__file__).resolve().parents[1] / "modules" / "mood" / "detectors" / "text" / "weights" / "english"


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.pid:
        asked.pid.write_text(f"{os.getpid()}\n")
    learned, kept = split(read_archive(asked.data, TRAIN))
    print(f"{len(learned)} texts to learn from, {len(kept)} kept back")
    network = english_network.tiny() if asked.preset == "tiny" else english_network.pretrained()
    plan = Plan(asked.work, asked.epochs, asked.minutes, asked.batch, asked.rate, seed=asked.seed)
    training = Training(network, learned, kept, plan)
    if training.resume():
        print(f"going on after step {training.step}, {training.seconds / 60:.1f} minutes")
    watch(training)
    from teaching import english_publishing  # it needs what only writing needs

    english_publishing.publish(training, read_archive(asked.data, DEV), asked.out)
    print(f"written to {asked.out}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the archive with GoEmotions' train and dev")
    parser.add_argument("--work", type=Path, default=Path("data/text"), help="checkpoint and log")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where network, figures and card go")
    parser.add_argument("--preset", choices=("small", "tiny"), default="small", help="tiny: untaught, for tests")
    parser.add_argument("--minutes", type=float, default=60, help="minutes of training at most")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pid", type=Path, help="write the number of this process there")
    return parser.parse_args()


def watch(training: Training) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.1f} %"),
        TimeElapsedColumn(),
    )
    told = time.monotonic()
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=1.0)

        def tell(state: Training) -> None:
            nonlocal told
            told_of = f"step {state.step} of {state.steps}, loss {state.loss:.4f}"
            bar.update(task, completed=state.progress(), description=told_of)
            if time.monotonic() - told > 30 and not sys.stdout.isatty():
                told = time.monotonic()
                print(f"{state.seconds:.0f} s, {state.progress():.3f}: {told_of} {state.rows[-1:]}", flush=True)

        training.run(tell)


if __name__ == "__main__":
    main()
