"""Writes bars with a composing network that is itself, or any mixture of twins to any degree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from modules.audio.clip import Check, never
from modules.composing import latents, network
from modules.composing.architecture import Network
from modules.composing.arranging import judging
from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.draft import draft
from modules.composing.arranging.mending import mended
from modules.composing.arranging.singable import sung
from modules.composing.bars import Bars, tidy
from modules.composing.decoding import Taste
from modules.composing.latents import Bank
from modules.composing.network import Composer, Order
from modules.composing.one_thread import one_thread
from modules.composing.performing.holding import to_the_end
from modules.composing.performing.performer import perform
from modules.composing.phrases import from_bank
from modules.composing.planning.plan import Plan
from modules.generation.engines.twin.backends.composer import NETWORK
from modules.generation.engines.twin.backends.composer.lora import Weights, adapted
from modules.generation.engines.twin.backends.composer.manner import Manner, leaning, mixed
from modules.score.score import Score

TRIES: Final = 5
_TASTE: Final = Taste(temperature=0.9)
_START, _NETWORK, _DRAFT, _WALK, _ARRANGE, _PERFORM = range(21, 27)
"""Streams of chance."""
Heed = Callable[[float], None]
"""Takes how much is written, 0 to 1."""


@dataclass(frozen=True)
class Follow:
    """A twin to be followed, so far."""

    weights: Weights
    manner: Manner | None
    amount: float


class Base:
    """The network as it is, and the phrases that came with it."""

    def __init__(self, folder: Path) -> None:
        self.network: Network = network.load(folder / NETWORK).network
        self.bank: Bank = latents.load(folder / "bank.npz")

    def pen(self, follows: Sequence[Follow] = ()) -> "Pen":
        """Followed by nobody, or by amounts of nought, it writes what the network alone writes."""
        some = [one for one in follows if one.amount > 0]
        if not some:
            return Pen(Composer(self.network), self.bank)
        changed = adapted(self.network, [(one.weights, one.amount) for one in some])
        manner = mixed([(one.manner, one.amount) for one in some if one.manner is not None])
        return Pen(Composer(changed), self.bank, manner, min(sum(one.amount for one in some), 1.0))


@dataclass(frozen=True)
class Pen:
    """manner: where its latents and wishes lean, by `amount`. Everything of one plan depends on its seed alone."""

    composer: Composer
    bank: Bank
    manner: Manner | None = None
    amount: float = 0.0

    def leant(self, plan: Plan) -> Plan:
        """With the wishes of the twin."""
        if self.manner is None:
            return plan
        return replace(plan, wishes=leaning(plan, self.manner, self.amount))

    def write(self, plans: Sequence[tuple[Plan, int]], tries: int, heed: Heed) -> list[list[Bars]]:
        """Drafts for every (plan, seed), which is leant already."""
        orders = [self._order(plan, seed, attempt) for plan, seed in plans for attempt in range(tries)]
        total = max(sum(len(order.lengths) for order in orders), 1)
        with one_thread():
            written = self.composer.decode(orders, _TASTE, lambda done: heed(sum(done) / total))
        return [written[index * tries : (index + 1) * tries] for index in range(len(plans))]

    def best(self, plan: Plan, seed: int, heed: Heed) -> Bars:
        """The draft that asks for the least mending, mended."""
        drafts = self.write([(plan, seed)], TRIES, heed)[0]
        fallback = draft(plan, np.random.default_rng((seed, _DRAFT)))
        found = [mended(plan, bars, fallback) for bars in drafts]
        bars, _ = min(found, key=lambda one: judging.cost(plan, *one))
        if self.manner is not None:
            return bars
        return Bars(tidy(sung(plan, bars.notes)), bars.lengths, bars.chords)

    def _order(self, plan: Plan, seed: int, attempt: int) -> Order:
        start = from_bank(plan, self.bank, np.random.default_rng((seed, _START, attempt)))
        if self.manner is not None:
            walk = self.manner.draw(plan.written, np.random.default_rng((seed, _WALK, attempt)))
            start = latents.interpolate(start, walk, self.amount)
        blank = plan.blank
        return Order(blank.lengths, blank.chords, plan.wishes, start, seed=(seed, _NETWORK, attempt))


def played(plan: Plan, bars: Bars, seed: int, check: Check = never) -> Score:
    """The bars given to the players of the plan's style."""
    check()
    arrangement = arrange(plan, bars, np.random.default_rng((seed, _ARRANGE)))
    return to_the_end(perform(plan, arrangement, np.random.default_rng((seed, _PERFORM))), plan.end)
