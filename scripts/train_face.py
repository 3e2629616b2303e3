"""Trains the face network on FER2013 pictures with FER+ votes, and writes weights, loss curves, figures and model card.

    python scripts/train_face.py fer2013_ferplus_a.npz fer2013_ferplus_b.npz --minutes 60
    torchrun --nproc-per-node 2 scripts/train_face.py fer2013_ferplus_a.npz fer2013_ferplus_b.npz --threads 1

A file is a NumPy archive with `images` (n, 48, 48), `fer` (n), `ferplus` (n, 10), `usage` (n) and `valid` (n). Run it
again with --resume to go on where it stopped. Only rows with usage 0 (Training) are learned from; a tenth of them is
held out for calibration.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch

from modules.mood.detectors.face import dataset
from modules.mood.detectors.face.dataset import Faces
from modules.mood.detectors.face.network import Shape
from modules.mood.detectors.face.training import Plan, Training, predict

SHAPES = {"tiny": Shape(8, (8, 8, 16), (1, 1, 1)), "small": Shape(), "slim": Shape(widths=(40, 96, 176))}
ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "modules" / "mood" / "detectors" / "face" / "weights"


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        torch.distributed.init_process_group("gloo")
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.pid and os.environ.get("RANK", "0") == "0":
        asked.pid.write_text(f"{os.getpid()}\n")
    faces = dataset.read(asked.data)
    learned, held = dataset.split(faces)
    print(f"{len(learned)} faces to learn from, {len(held)} held out", flush=True)
    training = Training(learned, held, plan(asked))
    print(f"{sum(weight.numel() for weight in training.network.parameters()):,} weights", flush=True)
    if asked.resume and training.resume():
        print(f"going on after step {training.step}, {training.trained / 60:.1f} minutes", flush=True)
    watch(training)
    if training.rank == 0:
        finish(training, faces, asked.out, asked.tried)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="the archives of faces")
    parser.add_argument("--preset", choices=sorted(SHAPES), default="small")
    parser.add_argument("--epochs", type=float, default=math.inf, help="end after so many rounds through the faces")
    parser.add_argument("--minutes", type=float, help="end after so many minutes of training (60, where no --epochs)")
    parser.add_argument("--until", help="end at this time of the day, HH:MM, fully annealed")
    parser.add_argument("--work", type=Path, default=ROOT / "data" / "face", help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where weights, figures and model card go")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--second", type=float, default=0.6, help="how much FER2013's labels count beside FER+'s votes")
    parser.add_argument("--full", action="store_true", help="float32 throughout, where bfloat16 is slow")
    parser.add_argument("--tried", action="append", default=[], help="a sentence for the card: what was tried besides")
    parser.add_argument("--pid", type=Path, help="write the number of this process there")
    return parser.parse_args()


def plan(asked: argparse.Namespace) -> Plan:
    until = math.inf
    if asked.until:
        hour, minute = map(int, asked.until.split(":"))
        until = datetime.now().astimezone().replace(hour=hour, minute=minute, second=0).timestamp()
    minutes = asked.minutes or (60.0 if math.isinf(asked.epochs) and math.isinf(until) else math.inf)
    rest = {
        "until": until,
        "seed": asked.seed,
        "second": asked.second,
        "half": not asked.full,
        "shape": SHAPES[asked.preset],
    }
    return Plan(asked.work, epochs=asked.epochs, seconds=60 * minutes, **rest)


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


def finish(training: Training, faces: Faces, out: Path, tried: list[str]) -> None:
    """Weights, curves, log, figures and card; the test set is looked at here, once, and only to report."""
    from modules.mood.detectors.face import card, measuring, publishing
    from modules.mood.detectors.face.recogniser import Recogniser

    held, weights = training.held, out / "face.onnx"
    data, calibration = publishing.publish(training.average, held, predict(training.average, held.images))
    out.mkdir(parents=True, exist_ok=True)
    weights.write_bytes(data)
    recogniser = Recogniser(weights)
    sets = {"the held-out tenth of Training": held, "PublicTest": faces.used_for("PublicTest")}
    answers = {name: measuring.seen(recogniser, part) for name, part in sets.items() if len(part)}
    measured = {name: measuring.figures(sets[name], seen) for name, seen in answers.items()}
    facts = {
        "parameters": sum(weight.numel() for weight in training.network.parameters()),
        "megabytes": len(data) / 1e6,
        "certain_above": calibration.certain_above,
        "learned": len(training.images),
        "held_out": len(held),
        "epochs": training.epoch,
        "minutes": training.trained / 60,
    }
    (out / "figures.json").write_text(json.dumps(facts | measured, indent=1) + "\n")
    (out / "MODEL_CARD.md").write_text(card.write(facts, measured, tried))
    shutil.copy(training.plan.work / "training.csv", out / "training.csv")
    publishing.curves(training.rows, out / "training.png")
    print(json.dumps(facts | measured, indent=1))
    print(f"written to {out}")


if __name__ == "__main__":
    main()
