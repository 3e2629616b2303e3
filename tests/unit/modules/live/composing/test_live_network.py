"""The decoder without torch: the same sums as the network that was trained, to the last digits that matter."""

import numpy as np
import pytest
import torch

from modules.composing import batches
from modules.composing import network as trained
from modules.composing.bars import Bars, Ints
from modules.composing.controls import features, free
from modules.generation.engines.composer import WEIGHTS
from modules.live.composing.network import Memory, Network
from modules.live.composing.pen import Pen

FILE = WEIGHTS / "composer.safetensors"
MELODY_AND_CHORDS = np.array([True, False, True])


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.load(FILE)


def window() -> tuple[np.ndarray, Ints, Ints, tuple[Ints, Ints]]:
    rng = np.random.default_rng(0)
    latents = rng.standard_normal((5, 128)).astype(np.float32)
    latents[0] = np.nan
    wishes = features(free(5).changed(density=np.array([5.0, 0.0, 7.0]), tempo=100.0), np.full(5, 16))
    given = np.array([3, 20]), np.array([[0, 40, 3], [2, 30, 5]])
    return latents, wishes, rng.integers(1, 109, (5, 4)), given


def before() -> Ints:
    """Two bars and the line of a third."""
    notes = np.array([[0, 0, 0, 60, 4], [0, 4, 2, 48, 8], [1, 2, 0, 64, 2]])
    bars = Bars(notes, np.full(3, 16), np.ones((3, 4), dtype=np.int64))
    return batches.events(bars)


def test_it_remembers_and_thinks_like_the_trained_network(network: Network) -> None:
    composer, inputs, events = trained.load(FILE), window(), before()
    mine = network.remember(*inputs)
    with torch.inference_mode():
        latents, wishes, chords = (torch.from_numpy(one)[None] for one in inputs[:3])
        where, what = map(torch.from_numpy, inputs[3])
        memory = composer.network.remember(latents, wishes, chords, (where, what))
        states = composer.network(torch.from_numpy(events)[None], memory)[0, -1].numpy()
    assert np.abs(memory.roll[0].numpy() - mine.roll).max() < 1e-3
    assert np.abs(memory.onsets[0].numpy() - mine.onsets).max() < 1e-3
    assert np.abs(states - _last_state(network, mine, events)).max() < 1e-3


def _last_state(network: Network, memory: Memory, events: Ints) -> np.ndarray:
    pen = Pen(network, memory, 2, 16, MELODY_AND_CHORDS)
    pen.begin(events[:-1], rows=2)
    return pen.think(np.stack([events[-1]] * 2), len(events) - 1)[1]


def test_drafts_do_not_depend_on_each_other(network: Network) -> None:
    memory = network.remember(*window())
    pen = Pen(network, memory, 2, 16, MELODY_AND_CHORDS)
    together = pen.write(before()[:-1], [(1, 0), (1, 1), (1, 2), (1, 3)])
    assert len({one.tobytes() for one in together}) == 4
    others = pen.write(before()[:-1], [(7, 0), (1, 1), (7, 2), (7, 3)])
    assert np.array_equal(together[1], others[1])


def test_only_parts_that_may_play_write_and_slots_lie_in_the_bar(network: Network) -> None:
    memory = network.remember(*window())
    for rows in Pen(network, memory, 2, 12, MELODY_AND_CHORDS).write(before()[:-1], [(2, k) for k in range(4)]):
        assert len(rows)
        assert set(rows[:, 2]) <= {0, 2}
        assert rows[:, 1].max() < 12
        order = rows[:, 1] * 1000 + rows[:, 2] * 100 + rows[:, 3]
        assert np.all(np.diff(order) > 0)


def test_a_first_bar_has_nothing_before_it(network: Network) -> None:
    memory = network.remember(*window())
    nothing = np.zeros((0, 5), dtype=np.int64)
    assert all(len(rows) for rows in Pen(network, memory, 0, 16, MELODY_AND_CHORDS).write(nothing, [(3, 0), (3, 1)]))
