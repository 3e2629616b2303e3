"""Makes safetensors of the old service's checkpoint, so that the engine blend can use it, or says why it cannot.

python scripts/convert_blend.py checkpoints/best_model.pt [--weights data/weights]
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from models.errors import MuseaikaError
from modules.generation.engines.blend.codec.former import read
from modules.generation.engines.blend.codec.network import keep
from modules.generation.engines.blend.codec.weights import cascade_file


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="the old best_model.pt")
    parser.add_argument("--weights", type=Path, default=Path("data/weights"), help="the folder of fetched weights")
    asked = parser.parse_args(words)
    target = cascade_file(asked.weights)
    try:
        state, facts = read(asked.checkpoint)
    except MuseaikaError as error:
        sys.exit("\n".join(filter(None, (error.detail, error.next_step))))
    if target.exists():
        sys.exit(f"{target} is there already: move it away first, if the old one is to take its place.")
    keep(state, facts, target)
    print(f"{target}: {len(state)} tensors of {asked.checkpoint}, {facts['layers']} layers, {facts['heads']} heads")


if __name__ == "__main__":
    main()
