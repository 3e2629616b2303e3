"""Teaches and plays twins of MusicGen and ACE-Step on a rented GPU at Modal: what `museaika twin` does, but there.

    python scripts/modal_twin.py fetch --backend musicgen
    python scripts/modal_twin.py train ann FILES... --backend musicgen --gpu A10 --minutes 60
    python scripts/modal_twin.py play ann "808 trap beat, dark synth, 140 bpm" --backend musicgen --seconds 30
    python scripts/modal_twin.py deploy --gpu A10

It prints what it costs before anything is rented. Weights, twins and music stay in one volume; the commands it prints
at the end fetch them. `deploy` leaves a function `work` in the app museaika-twin, which other programs call with the
same words: modal.Function.from_name("museaika-twin", "work").remote([...]). Weights that ask for terms to be accepted
need a secret with HF_TOKEN in it: --secret NAME.
"""

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from renting.modal_account import ROOT, agreed, image_with, modal_package
from renting.prices import GPUS, LONGEST, Machine, estimate

APP, WORK_VOLUME = "museaika-twin", "museaika-twins"
WORK = "/work"
WEIGHTS = {"musicgen": "musicgen", "ace_step": "ace-step"}
"""What the weights of a backend are called."""
FOLDERS = ("museaika", "blueprints", "workers", "modules", "models")
SYSTEM = ("libgl1", "libglib2.0-0")
"""As in the Dockerfile: what the packages need besides."""
USUAL_GPU = {"musicgen": "A10", "ace_step": "A100-40GB"}


def main(words: list[str] | None = None) -> None:
    asked = arguments(words)
    machine = Machine(asked.gpu, 1 if asked.gpu else 0, 4, 32)
    hours = asked.minutes / 60
    print(estimate(machine, hours, "up to" if asked.action != "deploy" else "each call up to"))
    if not agreed(asked.yes):
        return
    modal = modal_package()
    app, kept, work = prepared(modal, asked, machine)
    if asked.action == "deploy":
        app.deploy()
        print(f'Deployed. Call it: modal.Function.from_name("{APP}", "work").remote(["twin", "play", ...])')
        return
    if asked.action == "train":
        send(kept, asked)
    with modal.enable_output(), app.run(detach=asked.detach):
        work.remote(command(asked))
    print(afterwards(asked))


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("fetch", "train", "play", "deploy"))
    parser.add_argument("name", nargs="?", help="train, play: what the twin is called")
    parser.add_argument("given", nargs="*", metavar="FILES... | PROMPT", help="what to learn from; or what to play")
    parser.add_argument("--backend", choices=sorted(WEIGHTS), default="musicgen")
    parser.add_argument("--gpu", choices=tuple(GPUS), help="A10 for MusicGen, A100-40GB for ACE-Step if left out")
    parser.add_argument("--minutes", type=float, default=60.0, help="never rent for longer")
    parser.add_argument("--rank", type=int, default=8, help="train: how much it can remember")
    parser.add_argument("--steps", type=int, help="train: at most so many")
    parser.add_argument("--seconds", type=float, default=30.0, help="play: how long")
    parser.add_argument("--strength", type=float, default=1.0, help="play: 0 is the network alone, 1 all of the twin")
    parser.add_argument("--seed", type=int, default=0, help="play: the same gives the same again")
    parser.add_argument("--volume", default=WORK_VOLUME, help="where weights, twins and music stay")
    parser.add_argument("--secret", action="append", default=[], help="name of a Modal secret to hand in")
    parser.add_argument("--detach", action="store_true", help="go on when this terminal goes away")
    parser.add_argument("--yes", action="store_true", help="rent without asking")
    asked = parser.parse_args(words)
    if asked.action in {"train", "play"} and not asked.given:
        parser.error(f"{asked.action} needs a name and {'files' if asked.action == 'train' else 'a prompt'}")
    if asked.action == "train" and (absent := [one for one in asked.given if not Path(one).is_file()]):
        parser.error(f"there is no file {absent[0]}")
    if not 0 < asked.minutes <= LONGEST * 60:
        parser.error(f"--minutes: one run may last {LONGEST:.0f} hours at most")
    asked.gpu = None if asked.action == "fetch" else asked.gpu or USUAL_GPU[asked.backend]
    return asked


def command(asked: argparse.Namespace) -> list[str]:
    """What `museaika` is told there."""
    if asked.action == "fetch":
        return ["weights", "fetch", WEIGHTS[asked.backend]]
    shared = ["--backend", asked.backend]
    if asked.action == "train":
        files = [f"{WORK}/{place}" for place in places(asked)]
        steps = ["--steps", str(asked.steps)] if asked.steps else []
        return ["twin", "train", asked.name, *files, *shared, "--rank", str(asked.rank), *steps]
    told = ["--seconds", str(asked.seconds), "--strength", str(asked.strength), "--seed", str(asked.seed)]
    told += ["--format", "flac", "--out", f"{WORK}/songs"]
    return ["twin", "play", asked.name, " ".join(asked.given), *shared, *told]


def places(asked: argparse.Namespace) -> list[str]:
    """Where the files lie in the volume; numbered, since two of them may have one name."""
    return [f"uploads/{asked.name}/{at:03d}-{Path(one).name}" for at, one in enumerate(asked.given)]


def send(kept: Any, asked: argparse.Namespace) -> None:
    """The files to learn from go into the volume."""
    with kept.batch_upload(force=True) as batch:
        for file, place in zip(asked.given, places(asked), strict=True):
            batch.put_file(file, f"/{place}")


def prepared(modal: Any, asked: argparse.Namespace, machine: Machine) -> tuple[Any, Any, Any]:
    """The app, its volume, and the function to call while it runs."""
    app = modal.App(APP)
    kept = modal.Volume.from_name(asked.volume, create_if_missing=True)
    image = image_with(modal, everything(), list(FOLDERS), SYSTEM)
    secrets = [modal.Secret.from_name(name) for name in asked.secret]
    rented = {"gpu": machine.wish, "cpu": machine.cores, "memory": machine.memory * 1024}
    rented |= {"timeout": int(asked.minutes * 60), "volumes": {WORK: kept}, "secrets": secrets, "image": image}
    return app, kept, app.function(name="work", serialized=True, **rented)(work)


def everything() -> list[str]:
    """All that the server and its networks need, in the versions this project is tested with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["networks"]]


def afterwards(asked: argparse.Namespace) -> str:
    """How to get what was made."""
    if asked.action == "fetch":
        return f"Fetched. The weights stay in the volume {asked.volume}."
    if asked.action == "train":
        kept = f"data/twins/{asked.name.replace(':', '_')}"
        return f"Taught. Its adapter and receipt: modal volume get {asked.volume} {kept} data/twins/ --force"
    return f"Played. Listen: modal volume get {asked.volume} songs . --force"


def work(words: list[str]) -> None:
    """There, it knows nothing of this file."""
    import os
    import subprocess
    import sys

    told = {"PYTHONPATH": "/app", "MUSEAIKA_DATA": "/work/data", "MUSEAIKA_WEIGHTS": "/work/weights"}
    ours = "import sys; from museaika.commands import main; sys.exit(main())"
    subprocess.run([sys.executable, "-c", ours, *words], check=True, env=dict(os.environ) | told)


if __name__ == "__main__":
    main()
