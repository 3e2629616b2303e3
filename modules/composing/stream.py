"""`Stream`, training batches from a folder of MIDI files that is too large for memory: one shard of files after the
other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from modules.composing import scores
from modules.composing.corpus import pack
from modules.composing.tasks import Windows

if TYPE_CHECKING:
    from pathlib import Path

    from modules.composing.batches import Batch

SHARD, POOLS = 1000, 200


class Stream:
    """A source of batches: every shard of a thousand files, in an order that the seed decides, serves two hundred
    pools.
    """

    def __init__(self, files: list[Path], bars: int) -> None:
        self.files, self.bars = files, bars
        self._shard: tuple[int, Windows] | None = None

    def batches(self, seed: int, pool: int, most: int) -> list[Batch]:
        """Pool number pool, always the same."""
        return self._windows(seed, pool // POOLS).batches(seed, pool, most)

    def _windows(self, seed: int, shard: int) -> Windows:
        if self._shard is None or self._shard[0] != shard:
            rng = np.random.default_rng((seed, shard))
            chosen = rng.choice(len(self.files), size=min(SHARD, len(self.files)), replace=False)
            songs = []
            for index in chosen:
                try:
                    songs.append(scores.read(self.files[index].read_bytes(), self.files[index].stem, "other"))
                except scores.NothingToRead:
                    continue
            self._shard = (shard, Windows(pack(songs), self.bars))
        return self._shard[1]
