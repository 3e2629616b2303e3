"""Trains the cascade of the engine blend's codec way on a folder of sound, and draws how it learned.

    museaika weights fetch encodec
    python scripts/train_blend.py FOLDER_OF_AUDIO [--weights data/weights] [--work data/blend] [--steps 4000]

Every file is encoded once. Run it again with the same --work to go on where it stopped. The weights (4 MB) go to
blend/cascade.safetensors in the folder of weights, where the engine looks for them.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from models.errors import MuseaikaError
from modules.generation.engines.blend.codec.architecture import MOST_STAGES, Shape
from modules.generation.engines.blend.codec.corpus import encoded
from modules.generation.engines.blend.codec.neural import open_codec
from modules.generation.engines.blend.codec.training import Plan, Training
from modules.generation.engines.blend.codec.weights import cascade_file, codec_file, missing

SHAPES = {"full": Shape(), "tiny": Shape(width=32, heads=4, layers=1, inner=64)}


def main(words: list[str] | None = None) -> None:
    asked = arguments(words)
    torch.set_num_threads(asked.threads)
    try:
        training = prepared(asked)
        if training.resume():
            print(f"going on after step {training.step}")
    except MuseaikaError as error:
        sys.exit("\n".join(filter(None, (error.detail, error.next_step))))
    watch(training, asked.until)
    target = cascade_file(asked.weights)
    training.publish(target)
    draw(training.rows, asked.work / "training.png")
    last = training.rows[-1]
    print(
        f"{target}: {target.stat().st_size:,} bytes after {training.step} steps; of what was left open in tracks held"
    )
    print(f"out it misses {last['held']:.3f} (1 is no better than the mean), hearing nothing {last['held_deaf']:.3f},")
    print(f"hearing the tracks the other way round {last['held_other_way_round']:.3f}")
    print(f"the picture: {asked.work / 'training.png'}")


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audio", type=Path, help="a folder of mp3, m4a, wav, flac or ogg files, searched through")
    parser.add_argument("--weights", type=Path, default=Path("data/weights"), help="the folder of fetched weights")
    parser.add_argument("--work", type=Path, default=Path("data/blend"), help="latents, checkpoint, log and picture")
    parser.add_argument("--preset", choices=sorted(SHAPES), default="full", help="tiny is for trying things out")
    parser.add_argument("--steps", type=int, default=4000, help="a step takes about five seconds of one core")
    parser.add_argument("--until", type=int, help="stop after this step, to go on another time")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--stages", type=int, choices=range(1, MOST_STAGES + 1), default=2)
    parser.add_argument("--window", type=int, default=Shape.window, help="frames it works on at a time, 75 a second")
    parser.add_argument("--every", type=int, default=250, help="steps between two measurements")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


def prepared(asked: argparse.Namespace) -> Training:
    file = codec_file(asked.weights)
    if not file.is_file():
        sys.exit(missing(asked.weights)[0])
    codec = open_codec(file)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("encoding")
        corpus = encoded(
            asked.audio,
            codec,
            asked.work / "latents",
            asked.window,
            lambda done, total, name: bar.update(task, completed=done, total=total, description=f"encoding {name}"),
        )
    print(f"{len(corpus.learned)} tracks to learn from, {len(corpus.held)} held out")
    shape = replace(SHAPES[asked.preset], latent=codec.shape.latent, stages=asked.stages, window=asked.window)
    rest = {"every": asked.every, "seed": asked.seed, "device": asked.device}
    return Training(corpus, Plan(shape, asked.work, asked.steps, asked.batch, asked.rate, **rest))


def watch(training: Training, until: int | None) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=training.plan.steps)

        def tell(state: Training) -> None:
            bar.update(task, completed=state.step, description=f"step {state.step} loss {state.recent:.3f}")
            if state.step % 100 == 0 and not sys.stdout.isatty():
                print(f"step {state.step} of {state.plan.steps}: loss {state.recent:.4f}", flush=True)

        training.run(tell, until)


def draw(rows: list[dict[str, float]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    steps = [row["step"] for row in rows]
    names = {"learned": "learned", "held": "held out", "held_deaf": "held out, hearing neither track"}
    names |= {"held_other_way_round": "held out, tracks the other way round"}
    for name, title in names.items():
        axes.plot(steps, [row[name] for row in rows], label=title)
    axes.set(xlabel="step", ylabel="missed (1: no better than the mean)", ylim=(0, None))
    axes.legend()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
