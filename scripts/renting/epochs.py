"""How many training steps let every file of a collection have its turn so many times.

python scripts/renting/epochs.py --stream FOLDER_OF_MIDI --preset large --epochs 2 --gpus 4
"""

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LOOKED_AT = 3
"""Pools that are drawn to see how many batches one gives."""


def steps(files: list[Path], preset: str, epochs: float, gpus: int) -> int:
    """Each thousand files serve so many pools, and the GPUs share them."""
    from train_composer import EVENTS, SHAPES

    from modules.composing.stream import POOLS, SHARD, Stream

    stream = Stream(files, SHAPES[preset].bars)
    batches = sum(len(stream.batches(1, pool, EVENTS[preset])) for pool in range(LOOKED_AT)) / LOOKED_AT
    return max(1, math.ceil(epochs * len(files) / SHARD * POOLS * batches / gpus))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", type=Path, required=True)
    parser.add_argument("--preset", default="large")
    parser.add_argument("--epochs", type=float, required=True)
    parser.add_argument("--gpus", type=int, default=1)
    asked = parser.parse_args()
    print(steps(sorted(asked.stream.rglob("*.mid")), asked.preset, asked.epochs, asked.gpus))


if __name__ == "__main__":
    main()
