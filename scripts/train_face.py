"""Trains the face network on FER2013 pictures with FER+ votes, and writes weights, loss curves, figures and model card.

    python scripts/train_face.py fer2013_ferplus_a.npz fer2013_ferplus_b.npz --minutes 60
    torchrun --nproc-per-node 2 scripts/train_face.py fer2013_ferplus_a.npz fer2013_ferplus_b.npz --threads 1

A file is a NumPy archive with `images` (n, 48, 48), `fer` (n), `ferplus` (n, 10), `usage` (n) and `valid` (n). Run it
again with --resume to go on where it stopped; with --begin and checkpoints of runs that are at their end their networks
learn on, annealed anew. Only rows with usage 0 (Training) are learned from; a tenth of them is held out to
calibrate by.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch

from modules.mood.detectors.face import dataset
from modules.mood.detectors.face.dataset import Faces
from modules.mood.detectors.face.network import Shape
from modules.mood.detectors.face.training import Plan, Training

SHAPES = {"tiny": Shape(8, (8, 8, 16), (1, 1, 1)), "small": Shape(), "slim": Shape(widths=(40, 96, 176))}
ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "modules" / "mood" / "detectors" / "face" / "weights"


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        torch.distributed.init_process_group("gloo")
    if asked.pid and os.environ.get("RANK", "0") == "0":
        asked.pid.write_text(f"{os.getpid()}\n")
    faces = dataset.read(asked.data)
    learned, held = dataset.split(faces)
    print(f"{len(learned)} faces to learn from, {len(held)} held out", flush=True)
    trainings = [trained(asked, number, learned, held) for number in range(len(asked.networks))]
    if trainings[0].rank == 0:
        finish(trainings, faces, asked.out, asked.tried)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="the archives of faces")
    parser.add_argument(
        "--networks",
        nargs="+",
        choices=sorted(SHAPES),
        default=["small", "slim"],
        help="one or two, trained one after the other",
    )
    parser.add_argument("--epochs", type=float, default=math.inf, help="so many rounds through the faces for each")
    parser.add_argument("--minutes", type=float, help="so many minutes of training for all (120, where no --epochs)")
    parser.add_argument("--until", help="end at this time of the day, HH:MM, fully annealed")
    parser.add_argument("--work", type=Path, default=ROOT / "data" / "face", help="checkpoints and logs")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where weights, figures and model card go")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the first network; each later one has the next")
    parser.add_argument("--second", type=float, default=0.7, help="how much FER2013's labels count beside FER+'s votes")
    parser.add_argument("--rate", type=float, default=0.1, help="the highest learning rate")
    parser.add_argument("--mixes", type=float, default=1 / 3, help="share of the batches whose faces are mixed")
    parser.add_argument("--dropout", type=float, default=0.25)
    parser.add_argument("--begin", type=Path, nargs="+", help="checkpoints of former runs to begin from, one for each")
    parser.add_argument("--full", action="store_true", help="float32 throughout, where bfloat16 is slow")
    parser.add_argument("--tried", action="append", default=[], help="a sentence for the card: what was tried besides")
    parser.add_argument("--pid", type=Path, help="write the number of this process there")
    return parser.parse_args()


def trained(asked: argparse.Namespace, number: int, learned: Faces, held: Faces) -> Training:
    """The network of that number, learned to its end, or found at its end already."""
    training = Training(learned, held, plan(asked, number))
    training.plan.work.mkdir(parents=True, exist_ok=True)
    weights = sum(weight.numel() for weight in training.network.parameters())
    print(f"network {number + 1} of {len(asked.networks)}: {weights:,} weights", flush=True)
    if asked.resume and training.resume():
        print(f"going on after step {training.step}, {training.trained / 60:.1f} minutes", flush=True)
    elif asked.begin:
        training.begin_from(asked.begin[number])
    watch(training)
    return training


def plan(asked: argparse.Namespace, number: int) -> Plan:
    """Every network has the same share of the time."""
    left, until = len(asked.networks) - number, math.inf
    if asked.until:
        hour, minute = map(int, asked.until.split(":"))
        end = datetime.now().astimezone().replace(hour=hour, minute=minute, second=0).timestamp()
        until = time.time() + (end - time.time()) / left
    minutes = asked.minutes or (120.0 if math.isinf(asked.epochs) and math.isinf(until) else math.inf)
    return Plan(
        asked.work / f"{number + 1}-{asked.networks[number]}",
        shape=replace(SHAPES[asked.networks[number]], dropout=asked.dropout),
        epochs=asked.epochs,
        seconds=60 * minutes / len(asked.networks),
        until=until,
        seed=asked.seed + number,
        second=asked.second,
        rate=asked.rate,
        mixes=asked.mixes,
        half=not asked.full,
    )


def watch(training: Training) -> None:
    begun = time.monotonic()

    def tell(state: Training) -> None:
        if state.rank == 0 and state.step % 50 == 0:
            speed = state.step * state.plan.batch * state.world / state.trained
            measured = state.rows[-1] if state.rows else {}
            seen = " ".join(f"{name} {value:.4f}" for name, value in measured.items() if name.startswith("held_out"))
            where = f"{time.monotonic() - begun:.0f} s, {state.done:.1%}, epoch {state.epoch:.2f}"
            print(f"{where}, loss {state.loss:.4f}, {speed:.0f} faces/s {seen}", flush=True)

    training.run(tell)


def finish(trainings: list[Training], faces: Faces, out: Path, tried: list[str]) -> None:
    """Weights, curves, log, figures and card; the test set is looked at here, once, and only to report."""
    from modules.mood.detectors.face import card, measuring, publishing
    from modules.mood.detectors.face.recogniser import Recogniser, second_file

    held, weights = trainings[0].held, out / "face.onnx"
    files, calibration = publishing.publish([training.average for training in trainings], held)
    out.mkdir(parents=True, exist_ok=True)
    for file, data in zip((weights, second_file(weights)), files, strict=False):
        file.write_bytes(data)
    recogniser = Recogniser(weights)
    sets = {"the held-out tenth of Training": held, "PublicTest": faces.used_for("PublicTest")}
    answers = {name: measuring.seen(recogniser, part) for name, part in sets.items() if len(part)}
    measured = {name: measuring.figures(sets[name], seen) for name, seen in answers.items()}
    facts = {
        "networks": len(trainings),
        "parameters": sum(weight.numel() for training in trainings for weight in training.network.parameters()),
        "megabytes": sum(map(len, files)) / 1e6,
        "certain_above": calibration.certain_above,
        "learned": len(trainings[0].images),
        "held_out": len(held),
        "epochs": sum(training.rows[-1]["epoch"] for training in trainings),
        "minutes": sum(training.rows[-1]["seconds"] for training in trainings) / 60,
    }
    (out / "figures.json").write_text(json.dumps(facts | measured, indent=1) + "\n")
    (out / "MODEL_CARD.md").write_text(card.write(facts, measured, tried))
    for number, training in enumerate(trainings, 1):
        shutil.copy(training.plan.work / "training.csv", out / f"training-{number}.csv")
    publishing.curves([training.rows for training in trainings], out / "training.png")
    print(json.dumps(facts | measured, indent=1))
    print(f"written to {out}")


if __name__ == "__main__":
    main()
