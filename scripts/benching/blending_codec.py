"""How long the codec's way takes for 16 seconds, and how much memory: at full size, whatever the weights say.

The official weights are used where they are; otherwise weights by chance in networks of the same size, which compute
exactly as long. It is measured in a process of its own, as a worker's first order is, and Python and all counts.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benching.figures import Asked, Figure, middle

SECONDS = 16
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, pathlib, sys, time
import numpy as np
import modules.generation.engines.blend.codec.blender as blender
from modules.audio.clip import Clip

folder, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
one, two = (Clip(rng.normal(0, 0.1, (seconds * 24_000, 1)).astype(np.float32), 24_000) for _ in range(2))
told, begun = [], time.perf_counter()
order = {"seconds": seconds, "amount": 0.5, "folder": folder}
order["report"] = lambda _, note: told.append((note, time.perf_counter()))
blender.blend(one, two, seed=1, **order)
first = dict(told)
second_begun, spent = time.perf_counter(), time.process_time()
blender.blend(one, two, seed=2, **order)
later, spent = time.perf_counter() - second_begun, time.process_time() - spent
memory = int(pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
names = ["opening the codec", "turning both tracks into latents", "blending", "turning latents into sound", "blended"]
parts = [first[later] - first[sooner] for sooner, later in zip(names, names[1:])]
print(json.dumps({"first": first["blended"] - begun, "later": later, "processor": spent, "memory": memory,
                  "open": parts[0], "encode": parts[1], "cascade": parts[2], "decode": parts[3]}))
"""


def codec_rows(repeats: int = 3, weights: Path | None = None) -> list[Figure]:
    """16 s of two tracks through encoder, cascade and decoder, on two threads. weights: a folder to use instead."""
    with tempfile.TemporaryDirectory() as place:
        folder = weights or by_chance(Path(place))
        runs = [_run(folder) for _ in range(repeats)]

    def of(name: str) -> list[float]:
        return [run[name] for run in runs]

    return [
        middle("codec_to_16_s", "s", of("later"), Asked(8)),
        middle("codec_to_16_s.processor", "s", of("processor")),
        middle("codec_to_16_s.first_order", "s", of("first")),
        *(middle(f"codec_to_16_s.{name}", "s", of(name)) for name in ("open", "encode", "cascade", "decode")),
        middle("codec_to_16_s.memory", "GB", [value / 1024 for value in of("memory")], Asked(2.5)),
    ]


def by_chance(folder: Path) -> Path:
    """A folder with a codec of the official size and a cascade of ours with the most stages, both untrained."""
    import torch

    from modules.generation.engines.blend.codec.architecture import MOST_STAGES, Cascade, Shape
    from modules.generation.engines.blend.codec.network import CascadeNetwork
    from modules.generation.engines.blend.codec.neural import CodecShape, untrained
    from modules.generation.engines.blend.codec.weights import OWN_CODEC, cascade_file

    untrained(CodecShape()).save(folder / "encodec" / OWN_CODEC)
    torch.manual_seed(1)
    CascadeNetwork(Cascade(Shape(stages=MOST_STAGES))).save(cascade_file(folder), {})
    return folder


def _run(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-c", PROGRAM, str(folder), str(SECONDS)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return figures
