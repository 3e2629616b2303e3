"""`ListsShown`: what a person was given in the last days, so that the next list brings something else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from models.recommendation import Named, Shown, Wish
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate, Query, Range
from modules.recommending.collection import SHOWN

MOST = 100
"""Lists that are looked back at."""


@dataclass(frozen=True)
class ListsShown:
    """days: how long a track is not recommended again; 0 remembers nothing."""

    documents: Documents
    clock: Callable[[], datetime]
    days: int

    def before(self, owner: str, wish: Wish) -> set[str]:
        """Ids that other lists had in the days before this one was first given: asked again it comes out the same."""
        if not self.days:
            return set()
        mine = list_id(owner, wish)
        same = self.documents.get(SHOWN, mine)
        until = self.clock() if same is None else same["at"]
        since = until - timedelta(days=self.days)
        when = Range(gte=since, lte=until) if same is None else Range(gte=since, lt=until)
        looked_back = Query({"owner": owner}, {"at": when}, order="at", descending=True)
        found = self.documents.find(SHOWN, looked_back, limit=MOST).items  # as they are: only the ids matter
        return {item["id"] for one in found if one["id"] != mine for item in one["items"]}

    def remember(self, owner: str, wish: Wish, items: Sequence[Named]) -> None:
        """The first time counts; what feedback made of the list later is added."""
        if not self.days:
            return
        now, mine = self.clock(), list_id(owner, wish)
        gone = now + timedelta(days=2 * self.days)
        try:
            self._shelf.insert(Shown(id=mine, owner=owner, items=list(items), at=now, expires_at=gone))
        except Duplicate:
            self._shelf.change(mine, lambda known: _more(known, items))

    def named(self, owner: str, item: str) -> Named | None:
        """What was shown under this id lately."""
        found, _ = self._shelf.find(Query({"owner": owner}, order="at", descending=True), limit=MOST)
        return next((one for shown in found for one in shown.items if one.id == item), None)

    @cached_property
    def _shelf(self) -> Shelf[Shown]:
        return Shelf(self.documents, SHOWN, Shown)


def list_id(owner: str, wish: Wish) -> str:
    """The same for the same wish of the same person."""
    to = (round(wish.to.valence, 3), round(wish.to.arousal, 3)) if wish.to else None
    asked = (round(wish.mood.valence, 3), round(wish.mood.arousal, 3), wish.goal.value, to, wish.limit, wish.seed)
    return sha256(f"{owner}\n{asked}".encode()).hexdigest()[:32]


def _more(known: Shown, items: Sequence[Named]) -> Shown | None:
    there = {one.id for one in known.items}
    new = [one for one in items if one.id not in there]
    return known.model_copy(update={"items": [*known.items, *new]}) if new else None
