"""Fetches a Lakh collection into a volume on Modal, for `modal_pretrain.py`.

    pip install modal && modal setup
    python scripts/modal_fetch_lakh.py --collection full --yes

Run it again when it was interrupted: it goes on where it stopped. The archive stays packed, because volumes are slow
with many small files.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fetch_lakh import COLLECTIONS
from renting.modal_account import COLLECTION_VOLUME, agreed, image_with, modal_package, pinned
from renting.prices import Machine, estimate

PLACE = "/lakh"
MACHINE = Machine(None, 0, 1, 2)
SLOWEST = 1e6
"""Bytes a second, for the estimate."""


def main(words: list[str] | None = None) -> None:
    asked = arguments(words)
    hours = COLLECTIONS[asked.collection].size / SLOWEST / 3600
    print(estimate(MACHINE, max(hours, 0.1), "about"))
    if not agreed(asked.yes):
        return
    modal = modal_package()
    app, fetch = prepared(modal, asked.volume)
    with modal.enable_output(), app.run(detach=asked.detach):
        fetch.remote(command(asked.collection))
    print(f"The archive is in the volume {asked.volume}. Next: python scripts/modal_pretrain.py --help")


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--collection", choices=sorted(COLLECTIONS), default="full")
    parser.add_argument("--volume", default=COLLECTION_VOLUME, help="its name at Modal; made if it is not there")
    parser.add_argument("--detach", action="store_true", help="go on when this terminal goes away")
    parser.add_argument("--yes", action="store_true", help="rent without asking")
    return parser.parse_args(words)


def command(collection: str) -> list[str]:
    return ["python", "/app/scripts/fetch_lakh.py", "--collection", collection, "--out", PLACE, "--archive-only"]


def prepared(modal: Any, volume: str) -> tuple[Any, Any]:
    """The app, and the function to call while it runs."""
    app = modal.App("museaika-fetch-lakh")
    kept = {PLACE: modal.Volume.from_name(volume, create_if_missing=True)}
    machine = {"cpu": MACHINE.cores, "memory": MACHINE.memory * 1024, "timeout": 6 * 3600}
    image = image_with(modal, pinned("rich"), ["scripts"])
    return app, app.function(image=image, volumes=kept, serialized=True, **machine)(run)


def run(words: list[str]) -> None:
    """There, it knows nothing of this file."""
    import subprocess

    subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
