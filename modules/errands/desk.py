"""What everybody who handles errands works with: the store, the news, the queue, the time and the terms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from models.errand import Errand, ErrandState
from models.events import user_room
from modules.documents.shelf import Shelf
from modules.documents.store import Documents
from modules.errands.collection import ERRANDS
from modules.realtime import Publisher


@dataclass(frozen=True)
class Desk:
    """enqueue(errand_id): a broker that is away is no error here, because upkeep enqueues what was forgotten."""

    documents: Documents
    publisher: Publisher
    enqueue: Callable[[str], None]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    keep_for: timedelta = timedelta(days=7)
    lease: timedelta = timedelta(seconds=6)
    renew_every: timedelta = timedelta(seconds=2)
    most_in_vain: int = 3
    most_waits: int = 100

    @cached_property
    def errands(self) -> Shelf[Errand]:
        return Shelf(self.documents, ERRANDS, Errand)

    def settled(self, errand: Errand, state: ErrandState, **changes: Any) -> Errand:
        """In its last state, with the day it is forgotten."""
        now = self.clock()
        closed = {"state": state, "open": None, "settled_at": now, "updated_at": now, "expires_at": now + self.keep_for}
        return errand.model_copy(update={**closed, "lease_until": None, "not_before": None, **changes})


def rooms(errand: Errand) -> tuple[str, ...]:
    """Only its owner hears of it."""
    return (user_room(errand.owner),)
