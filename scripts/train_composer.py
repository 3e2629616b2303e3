"""Prepares the data, trains the composing network, and writes weights, latent bank, loss curves and model card.

    python scripts/train_composer.py --data FOLDER_OF_ZIPS --work data/composer --minutes 90
    torchrun --nproc-per-node 8 scripts/train_composer.py --preset large --data FOLDER_OF_ZIPS --stream FOLDER_OF_MIDI

Run it again with the same --work to go on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from modules.composing import card, corpus, latents, network, publishing, reporting
from modules.composing.architecture import Shape
from modules.composing.corpus import Corpus
from modules.composing.stream import Stream
from modules.composing.tasks import UNTOUCHED, Windows
from modules.composing.training import Plan, Training

SHAPES = {
    "tiny": Shape(width=32, layers=1, keys=1, latent=(4, 4, 8), hidden=32, slot=8, memory=16),
    "small": Shape(),
    "large": Shape(width=768, layers=12, keys=4, latent=(64, 48, 144), hidden=1536, slot=128, memory=192, bars=16),
}
EVENTS = {"tiny": 600, "small": 4800, "large": 65_000}
RATES = {"tiny": 2e-3, "small": 2.5e-3, "large": 6e-4}
WEIGHTS = Path(__file__).resolve().parents[1] / "modules" / "composing" / "weights"


def main() -> None:
    asked = arguments()
    start_device(asked.threads)
    asked.work.mkdir(parents=True, exist_ok=True)
    asked.pid.write_text(f"{os.getpid()}\n") if asked.pid else None
    learned, held = prepare(asked.data, asked.work)
    shape = SHAPES[asked.preset]
    source = Stream(sorted(asked.stream.rglob("*.mid")), shape.bars) if asked.stream else Windows(learned, shape.bars)
    if asked.precision == "auto":
        asked.precision = faster(Windows(held, shape.bars, UNTOUCHED), plan(asked, shape))
    training = Training(source, Windows(held, shape.bars, UNTOUCHED), plan(asked, shape))
    if training.resume():
        print(f"going on after step {training.step}, {training.trained / 60:.1f} minutes")
    watch(training)
    if training.rank == 0:
        torch.set_default_device("cpu")
        finish(training, Windows(learned, shape.bars), Windows(held, shape.bars, UNTOUCHED), asked.out)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the zip archives of the training sets")
    parser.add_argument("--stream", type=Path, help="train on a folder of MIDI files instead, read as it goes")
    parser.add_argument("--work", type=Path, default=Path("data/composer"), help="prepared data, checkpoints and log")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where weights, bank and model card go")
    parser.add_argument("--preset", choices=sorted(SHAPES), default="small")
    parser.add_argument("--minutes", type=float, help="minutes of training, pauses not counted")
    parser.add_argument("--until", help="end at this time of the day, HH:MM, fully annealed")
    parser.add_argument("--steps", type=int, help="end after so many steps")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--precision", choices=("half", "full"), default="half", help="bfloat16 where it is safe, or float32"
    )
    parser.add_argument("--pid", type=Path, help="write the number of this process there")
    return parser.parse_args()


def start_device(threads: int) -> None:
    torch.set_num_threads(threads)
    if torch.cuda.is_available():
        torch.set_default_device(f"cuda:{os.environ.get('LOCAL_RANK', '0')}")
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        torch.distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")


def plan(asked: argparse.Namespace, shape: Shape) -> Plan:
    until = None
    if asked.until:
        hour, minute = map(int, asked.until.split(":"))
        until = datetime.now().astimezone().replace(hour=hour, minute=minute, second=0).timestamp()
    seconds = None if asked.minutes is None else 60 * asked.minutes
    if until is None and seconds is None and asked.steps is None:
        seconds = 90 * 60
    limits = {"steps": asked.steps, "seconds": seconds, "until": until}
    rest = {
        "rate": RATES[asked.preset],
        "events": EVENTS[asked.preset],
        "seed": asked.seed,
        "half": asked.precision == "half",
    }
    return Plan(shape, asked.work, **limits, **rest)


def faster(windows: Windows, wanted: Plan) -> str:
    """The precision that takes less time for ten steps here."""
    if torch.cuda.is_available():
        return "half"
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("half", "full"):
            trial = Training(windows, None, replace(wanted, work=Path(folder), steps=12, half=name == "half"))
            trial.run(lambda _: None, pause_after=2)
            begun = time.perf_counter()
            trial.run(lambda _: None)
            times[name] = time.perf_counter() - begun
    print(f"ten steps: {times['half']:.1f} s in half precision, {times['full']:.1f} s in full")
    return min(times, key=times.__getitem__)


def prepare(data: Path, work: Path) -> tuple[Corpus, Corpus]:
    """Read all sets once; the next time they come from the work folder."""
    paths = (work / "learned.npz", work / "held.npz")
    if not all(path.exists() for path in paths):
        songs = list(corpus.read_all(data))
        if not songs:
            sys.exit(f"no training sets in {data}")
        for path, held in zip(paths, (False, True), strict=True):
            corpus.pack([song for song, out in songs if out == held]).save(path)
    return corpus.load(paths[0]), corpus.load(paths[1])


def watch(training: Training) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.1f} %"),
        TimeElapsedColumn(),
    )
    begun = time.monotonic()
    with Progress(*columns, disable=training.rank > 0) as bar:
        task = bar.add_task("training", total=1.0)

        def tell(state: Training) -> None:
            music, speed = state.recent["music"], state.events / max(state.trained, 1)
            bar.update(
                task, completed=state.progress(), description=f"step {state.step} loss {music:.3f} {speed:.0f} events/s"
            )
            if state.step % 100 == 0 and not sys.stdout.isatty():
                figures = " ".join(f"{name} {value:.3f}" for name, value in state.recent.items())
                print(
                    f"{time.monotonic() - begun:.0f} s, {state.progress():.3f},",
                    f"step {state.step}, {speed:.0f}/s: {figures}",
                    flush=True,
                )

        training.run(tell)
        training.evaluate()


def finish(training: Training, windows: Windows, held: Windows, out: Path) -> None:
    """Weights, bank, curves, log, figures and card."""
    out.mkdir(parents=True, exist_ok=True)
    training.composer().save(
        out / "composer.safetensors", {"steps": str(training.step), "events": str(training.events)}
    )
    composer = network.load(out / "composer.safetensors")
    bank = publishing.bank(composer, windows)
    latents.save(bank, out / "bank.npz")
    shutil.copy(training.plan.work / "training.csv", out / "training.csv")
    publishing.curves(training.rows, out / "training.png")
    figures = reporting.facts(composer, bank, windows, training.rows[-1])
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    figures |= reporting.report(composer, held, bank, 200 if training.step > 1000 else 10)
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (out / "MODEL_CARD.md").write_text(card.write(figures, composer.network.shape))
    print(f"written to {out}")


if __name__ == "__main__":
    main()
