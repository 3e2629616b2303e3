"""What an adapter does to sound, measured: the same orders and seeds without it and with it, beside the producer's."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from models.twin import Copying, StyleDistance
from modules.audio.clip import Check, Clip
from modules.audio.encoding import encode
from modules.generation.engines.twin.backends.backend import Evidence
from modules.generation.engines.twin.backends.sounding import low_rank
from modules.generation.engines.twin.backends.sounding.examples import Take, Takes
from modules.generation.engines.twin.backends.sounding.low_rank import Weights
from modules.generation.engines.twin.backends.sounding.network import Order, SoundNetwork
from modules.generation.engines.twin.backends.sounding.traits import (
    Floats,
    bands,
    changed,
    distance,
    longest_same,
    traits,
)

SAMPLES: Final = 4
SECONDS: Final = 10.0
_SEED: Final = 1_000
_BY_HEART: Final = 2.0
"""Seconds in a row from which on something was said by heart."""


class Examination:
    """Of one training."""

    def __init__(self, network: SoundNetwork, takes: Takes, check: Check) -> None:
        self._network, self._check = network, check
        self._learned = self._heard(takes.learned)
        self._held = self._heard(takes.held)
        self._divided = takes.divided
        words = [take.words for take in (*takes.held, *takes.learned)]
        longest = max(take.seconds for take in takes.learned)
        seconds = min(SECONDS, longest)
        self._orders = [Order(words[at % len(words)], seconds, _SEED + at) for at in range(SAMPLES)]

    def evidence(self, weights: Weights, held: tuple[float, float], folder: Path) -> Evidence:
        """The pair is written into the folder."""
        without = self._generated()
        with low_rank.worn(self._network.learner, self._network.prefix, [(weights, 1.0)]):
            along = self._generated()
        heard = [[bands(clip) for clip in clips] for clips in (without, along)]
        centre = np.mean([traits(sound) for _, sound in self._learned], axis=0)
        own = [distance(traits(sound), centre) for _, sound in self._held]
        far = [[distance(traits(sound), centre) for sound in some] for some in heard]
        paths = folder / "before.flac", folder / "after.flac"
        for path, clips in zip(paths, (without, along), strict=True):
            encode(clips[0], path, self._check)
        return Evidence(
            held=held,
            unit=self._network.unit,
            distance=StyleDistance(before=_mean(far[0]), after=_mean(far[1]), own=_mean(own)),
            distances=(far[0], far[1]),
            changed=[changed(one, other) for one, other in zip(*heard, strict=True)],
            copying=self._copying(heard[1]),
            pair=paths,
            seed=_SEED,
            divided=self._divided,
        )

    def _generated(self) -> list[Clip]:
        return [self._network.generate(order, lambda _share, _note: self._check()) for order in self._orders]

    def _heard(self, takes: Sequence[Take]) -> list[tuple[str, Floats]]:
        return [(take.name, bands(take.clip(self._network.rate, self._check))) for take in takes]

    def _copying(self, along: Sequence[Floats]) -> Copying:
        """Held-out music is held against it too, for producers repeat themselves."""
        usual = max(longest_same(sound, self._learned)[0] for _, sound in self._held)
        longest, source = max((longest_same(sound, self._learned) for sound in along), key=lambda run: run[0])
        if longest <= max(_BY_HEART, usual):
            remark = f"Nothing was said by heart: no more than {longest:.1f} s in a row sound the same."
        else:
            remark = f"{longest:.1f} s in a row are those of {source}: order several drafts, or a lower strength."
        return Copying(longest=round(longest), unit="seconds", usual=round(usual), source=source, remark=remark)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0
