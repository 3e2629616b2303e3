"""`Composer`, the door to the composing network: bars to latents, latents and wishes to bars."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from modules.composing import batches, polishing
from modules.composing.architecture import Memory, Network, Shape
from modules.composing.bars import BEATS, PARTS, SLOTS, Bars, Floats, Ints
from modules.composing.controls import FEATURES, Controls, features, measure
from modules.composing.decoding import Chance, Pen, Taste, Tell, one_bar, write

if TYPE_CHECKING:
    from collections.abc import Iterator

WEIGHTS = Path(__file__).parent / "weights"
LANES = 10
"""Songs that are decoded side by side, always as many: a song's notes do not depend on how many are ordered."""


@dataclass(frozen=True)
class Order:
    """What one song is decoded from.

    lengths: [bars]. chords: [bars, 4].
    latents: [bars, latent]; NaN in the columns of a part = none for that part; None = none at all.
    given: bars whose notes are there already; parts: which parts those are (they are not written).
    seed: any number or tuple of numbers.
    """

    lengths: Ints
    chords: Ints
    controls: Controls
    latents: Floats | None = None
    given: Bars | None = None
    parts: tuple[int, ...] = ()
    seed: int | tuple[int, ...] = 0


class Composer:
    """A network ready to work."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()
        self.latent = sum(network.shape.latent)

    @property
    def columns(self) -> tuple[slice, ...]:
        """Which columns of a latent belong to melody, bridge and accompaniment."""
        ends = np.cumsum(self.network.shape.latent)
        return tuple(
            slice(int(end) - size, int(end)) for end, size in zip(ends, self.network.shape.latent, strict=True)
        )

    def encode(self, bars: Bars, controls: Controls | None = None, polish: int = 0) -> Floats:
        """[bars, latent] the mean latent of every bar.

        polish: steps that bring the latents closer to the notes, under the wishes that will be told when they are
        decoded (as measured, if None); twenty take half a second for eight bars and let far more notes come back.
        """
        where, what = batches.cells([bars], by_part=True)
        with torch.inference_mode():
            mean, _ = self.network.encode(torch.from_numpy(where), torch.from_numpy(what), 1, len(bars))
        latents: Floats = mean[0].numpy()
        if not polish or not len(bars):
            return latents
        return polishing.polish(self.network, latents, bars, controls or measure(bars), polish)

    def decode(self, orders: list[Order], taste: Taste | None = None, tell: Tell | None = None) -> list[Bars]:
        """New bars for every order, given parts included.

        The same order and taste give the same notes, whatever is ordered beside it. tell is called now and then with
        the number of bars that are written of every order; what it raises ends the work.
        """
        songs: list[Bars] = []
        done = [0] * len(orders)
        for first in range(0, len(orders), LANES):
            some = orders[first : first + LANES]

            def told(bars: list[int], first: int = first, count: int = len(some)) -> None:
                done[first : first + count] = bars[:count]
                if tell is not None:
                    tell(list(done))

            pen, chance = self._prepare(some)
            notes = write(pen, chance, taste or Taste(), told)
            songs += [_song(order, mine) for order, mine in zip(some, notes, strict=False)]
        return songs

    def play(self, order: Order, taste: Taste | None = None) -> Iterator[Ints]:
        """The notes of one order, bar by bar as they are written, without given parts; those of `decode`."""
        pen, chance = self._prepare([order])
        step = 0
        for bar in range(len(order.lengths)):
            notes, step = one_bar(pen, chance, taste or Taste(), step)
            yield batches.bars_of(notes, order.lengths, order.chords).notes - np.array([bar, 0, 0, 0, 0])

    @torch.inference_mode()
    def _prepare(self, orders: list[Order]) -> tuple[Pen, Chance]:
        bars = np.array([len(order.lengths) for order in orders] + [0] * (LANES - len(orders)))
        memory, lengths = self._recall(orders, -(-int(bars.max()) // 8) * 8)
        pen = Pen(self.network, memory, lengths, bars, self._allowed(orders, int(bars.max())))
        return pen, Chance([order.seed for order in orders] + [0] * (LANES - len(orders)))

    def _recall(self, orders: list[Order], most: int) -> tuple[Memory, Ints]:
        latents = np.full((LANES, most, self.latent), np.nan, dtype=np.float32)
        wishes, chords = (
            np.zeros((LANES, most, FEATURES), dtype=np.int64),
            np.zeros((LANES, most, BEATS), dtype=np.int64),
        )
        lengths = np.full((LANES, most), SLOTS)
        given = []
        for row, order in enumerate(orders):
            count = len(order.lengths)
            lengths[row, :count], chords[row, :count] = order.lengths, order.chords
            wishes[row, :count] = features(order.controls, order.lengths, order.parts)
            if order.latents is not None:
                latents[row, :count] = order.latents
            notes = (
                order.given.only(list(order.parts)).notes
                if order.given is not None
                else np.zeros((0, 5), dtype=np.int64)
            )
            given.append(notes + np.array([row * most, 0, 0, 0, 0]))
        there = batches.cells([Bars(np.concatenate(given), lengths.ravel(), chords.reshape(-1, BEATS))], by_part=False)
        known, wished, harmony, where, what = map(torch.from_numpy, (latents, wishes, chords, *there))
        return self.network.remember(known, wished, harmony, (where, what)), lengths

    def _allowed(self, orders: list[Order], most: int) -> torch.Tensor:
        allowed = torch.zeros(LANES, most, PARTS, dtype=torch.bool)
        for row, order in enumerate(orders):
            silent = torch.from_numpy(order.controls.density == 0)
            allowed[row, : len(order.lengths)] = ~silent
            allowed[row, :, list(order.parts)] = False
        return allowed

    def save(self, path: Path, notes: dict[str, str]) -> None:
        """Write the weights (half precision) with the network's shape and these notes."""
        weights = {name: value.half().contiguous() for name, value in self.network.state_dict().items()}
        save_file(weights, path, {"shape": json.dumps(asdict(self.network.shape)), **notes})


def load(path: Path) -> Composer:
    """The composer whose weights `save` wrote."""
    with safe_open(path, "pt") as file:
        shape = json.loads(file.metadata()["shape"])
        weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118  # no dict: it cannot be iterated
    network = Network(Shape(**{**shape, "latent": tuple(shape["latent"])}))
    network.load_state_dict(weights)
    return Composer(network)


def fresh(shape: Shape, seed: int) -> Composer:
    """A composer that has learned nothing yet."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Composer(Network(shape))


def _song(order: Order, written: Ints) -> Bars:
    bars = batches.bars_of(written, np.asarray(order.lengths), np.asarray(order.chords))
    return bars if order.given is None else bars.joined(order.given.only(list(order.parts)))
