"""`Transcriber`: which keys of a piano sound when, by basic-pitch's network run directly with ONNX Runtime."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from models.errors import Unavailable
from modules.audio.clip import Check, never
from modules.audio.crew import Crew
from modules.hearing.sound import HOP, Floats

NETWORK: Final = Path(__file__).parent / "weights" / "notes.onnx"
LOWEST: Final = 21
KEYS: Final = 88
_WINDOW: Final = 43_844
_MARGIN: Final = 15
"""Frames at either end of a window that hear too little of what is around them."""
_USED: Final = 142
_BATCH: Final = 4
_INPUT: Final = "serving_default_input_2:0"
_OUTPUTS: Final = ("StatefulPartitionedCall:1", "StatefulPartitionedCall:2")


class NetworkMissing(Unavailable):
    code = "hearing.network_missing"


@dataclass(frozen=True, eq=False)
class Posteriors:
    """sounding, struck: [frames, 88] how likely each key sounds, and was struck just now."""

    sounding: Floats
    struck: Floats


class Transcriber:
    """One session on one thread, used by several at once: what it answers does not depend on how many."""

    def __init__(self, network: Path = NETWORK, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        except (OSError, RuntimeError, ValueError) as error:
            raise NetworkMissing(
                f"The network {network.name} cannot be read: {error}",
                next_step="Install the package again: make install",
            ) from None
        self._threads = threads

    def read(self, samples: Floats, check: Check = never) -> Posteriors:
        """Posteriors of every frame of sound at `RATE`."""
        frames = -(-len(samples) // HOP)
        windows = -(-frames // _USED)
        padded = np.zeros((windows * _USED + 2 * _MARGIN) * HOP + _WINDOW, dtype=np.float32)
        padded[_MARGIN * HOP : _MARGIN * HOP + len(samples)] = samples
        starts = [list(range(first, min(first + _BATCH, windows))) for first in range(0, windows, _BATCH)]

        with Crew(self._threads, check) as crew:
            blocks = crew.results([crew.submit(self._windows, padded, numbers) for numbers in starts])
        sounding, struck = (np.concatenate([block[k] for block in blocks])[:frames] for k in range(2))
        return Posteriors(sounding, struck)

    def _windows(self, check: Check, padded: Floats, numbers: list[int]) -> list[Floats]:
        check()
        batch = np.stack([padded[number * _USED * HOP :][:_WINDOW] for number in numbers])[..., None]
        found = self._session.run(list(_OUTPUTS), {_INPUT: batch})
        return [one[:, _MARGIN : _MARGIN + _USED].reshape(-1, KEYS) for one in found]
