"""Trains the composing network on rented GPUs at Modal, on a collection that `modal_fetch_lakh.py` put there.

    python scripts/modal_pretrain.py --data FOLDER_OF_ZIPS --gpu H100 --minutes 600
    python scripts/modal_pretrain.py --data FOLDER_OF_ZIPS --gpu A100-80GB --gpus 4 --epochs 2 --hours 12 --yes

It prints what it costs before anything is rented. Run it again with the same --volume to go on where it stopped; the
weights, their figures and the model card are fetched with the command it prints at the end.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fetch_lakh import COLLECTIONS
from renting.modal_account import COLLECTION_VOLUME, WORK_VOLUME, agreed, image_with, modal_package, pinned
from renting.prices import GPUS, LONGEST, Machine, estimate

PACKAGES = ("torch", "numpy", "symusic", "pretty_midi", "safetensors", "matplotlib", "pillow", "pydantic", "rich")
ARCHIVE, SONGS, DATA, WORK = "/lakh", "/tmp/lakh", "/data", "/work"  # noqa: S108 - a container's own, and fast
AROUND = 0.5
"""Hours besides training: unpacking, reading, measuring, writing the card."""


def main(words: list[str] | None = None) -> None:
    asked = arguments(words)
    machine = Machine(asked.gpu, asked.gpus, 8 * asked.gpus, 32 + 16 * asked.gpus)
    hours = allowed(asked)
    print(estimate(machine, hours, "up to"))
    if not agreed(asked.yes):
        return
    modal = modal_package()
    app, train = prepared(modal, asked, machine, hours)
    with modal.enable_output(), app.run(detach=asked.detach):
        train.remote(*commands(asked))
    print(f"Trained. Fetch it: modal volume get {asked.volume} out modules/composing/weights --force")


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the zip archives of the training sets")
    parser.add_argument("--collection", choices=sorted(COLLECTIONS), default="full")
    parser.add_argument("--preset", choices=("tiny", "small", "large"), default="large")
    parser.add_argument("--gpu", choices=tuple(GPUS), default="H100")
    parser.add_argument("--gpus", type=int, choices=range(1, 9), default=1, metavar="1..8")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="minutes of training (480 where nothing is said)")
    length.add_argument("--epochs", type=float, help="how often every file has its turn, within --hours")
    parser.add_argument("--hours", type=float, help=f"never rent for longer, {LONGEST:.0f} at most")
    parser.add_argument("--volume", default=WORK_VOLUME, help="where checkpoints and weights stay")
    parser.add_argument("--songs", default=COLLECTION_VOLUME, help="the volume that modal_fetch_lakh.py filled")
    parser.add_argument("--secret", action="append", default=[], help="name of a Modal secret to hand in")
    parser.add_argument("--detach", action="store_true", help="go on when this terminal goes away")
    parser.add_argument("--yes", action="store_true", help="rent without asking")
    asked = parser.parse_args(words)
    if not any(asked.data.glob("*.zip")):
        parser.error(f"--data: there are no zip archives in {asked.data}")
    if asked.minutes is None and asked.epochs is None:
        asked.minutes = 480.0
    return asked


def allowed(asked: argparse.Namespace) -> float:
    """Hours after which it is stopped, trained or not; what was reached by then stays in the volume."""
    hours = asked.hours or (asked.minutes / 60 + AROUND if asked.minutes else 8.0)
    if hours > LONGEST:
        sys.exit(f"One run may last {LONGEST:.0f} hours: train for less, then run this again to go on.")
    return float(hours)


def commands(asked: argparse.Namespace) -> tuple[list[str], list[str], list[str]]:
    """Unpack the songs; count the steps, where epochs were asked for; train."""
    songs = f"{SONGS}/{asked.collection}"
    archive = COLLECTIONS[asked.collection].archive
    unpack = f"mkdir -p {SONGS} && ln -sf {ARCHIVE}/{archive} {SONGS}/{archive} && "
    unpack += f"python /app/scripts/fetch_lakh.py --collection {asked.collection} --out {SONGS}"
    learn = ["torchrun", "--standalone", f"--nproc-per-node={asked.gpus}", "/app/scripts/train_composer.py"]
    learn += ["--preset", asked.preset, "--data", DATA, "--stream", songs, "--work", WORK, "--out", f"{WORK}/out"]
    count = []
    if asked.epochs:
        count = ["python", "/app/scripts/renting/epochs.py", "--stream", songs, "--preset", asked.preset]
        count += ["--epochs", str(asked.epochs), "--gpus", str(asked.gpus)]
    else:
        learn += ["--minutes", str(asked.minutes)]
    return ["sh", "-c", unpack], count, learn


def prepared(modal: Any, asked: argparse.Namespace, machine: Machine, hours: float) -> tuple[Any, Any]:
    """The app, and the function to call while it runs."""
    app = modal.App("museaika-pretrain")
    kept = modal.Volume.from_name(asked.volume, create_if_missing=True)
    volumes = {ARCHIVE: modal.Volume.from_name(asked.songs), WORK: kept}
    image = image_with(modal, pinned(*PACKAGES), ["scripts", "modules", "models"])
    image = image.add_local_dir(asked.data.resolve(), DATA)
    secrets = [modal.Secret.from_name(name) for name in asked.secret]
    rented = {"gpu": machine.wish, "cpu": machine.cores, "memory": machine.memory * 1024, "timeout": int(hours * 3600)}
    return app, app.function(image=image, volumes=volumes, secrets=secrets, serialized=True, **rented)(train)


def train(unpack: list[str], count: list[str], learn: list[str]) -> None:
    """There, it knows nothing of this file."""
    import subprocess

    subprocess.run(unpack, check=True)
    if count:
        counted = subprocess.run(count, check=True, capture_output=True, text=True)
        learn = [*learn, "--steps", counted.stdout.strip()]
    subprocess.run(learn, check=True)


if __name__ == "__main__":
    main()
