"""Errands as their owners meet them: begin, look, call off."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.errand import ENDED, Errand, ErrandKind, ErrandState
from models.errors import NotFound
from models.events import ErrandCancelled, ErrandQueued
from modules.documents.store import Duplicate, Query
from modules.errands.desk import Desk, rooms
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery

TURNS: Final = 5


class ErrandNotFound(NotFound):
    code = "errand.not_found"
    title = "No such errand"


@dataclass(frozen=True)
class Errands:
    """performing: for workers; recovery: for upkeep."""

    desk: Desk
    performing: Performing
    recovery: ErrandRecovery

    def start(
        self, owner: str, kind: ErrandKind, subject: str = "", options: Mapping[str, Any] | None = None
    ) -> Errand:
        """Write it down, then wake a worker. While one for the same subject is not over, that one is the answer."""
        for _ in range(TURNS):
            try:
                errand = self.desk.errands.insert(self._drafted(owner, kind, subject, options or {}))
            except Duplicate:
                if (known := self.open_one(owner, kind, subject)) is not None:
                    return known
                continue  # it ended in between
            self.desk.publisher.publish(
                ErrandQueued(rooms=rooms(errand), id=errand.id, kind=errand.kind, subject=errand.subject)
            )
            self.desk.enqueue(errand.id)
            return errand
        raise Duplicate("This is begun and ended by others all the time.", next_step="Try again in a moment.")

    def open_one(self, owner: str, kind: ErrandKind, subject: str = "") -> Errand | None:
        """The one that is not over yet."""
        equals = {"owner": owner, "kind": kind.value, "subject": subject, "open": True}
        found, _ = self.desk.errands.find(Query(equals), limit=1)
        return found[0] if found else None

    def get(self, owner: str, errand_id: str) -> Errand:
        """Raises ErrandNotFound for strangers too."""
        errand = self.desk.errands.get(errand_id)
        if errand is None or errand.owner != owner:
            raise ErrandNotFound("There is no such errand of yours.", next_step="GET /errands lists yours.")
        return errand

    def page(self, owner: str, *, limit: int = 20, cursor: str | None = None) -> tuple[list[Errand], str | None]:
        """The owner's errands, newest first."""
        mine = Query({"owner": owner}, order="created_at", descending=True)
        return self.desk.errands.find(mine, limit=limit, cursor=cursor)

    def cancel(self, owner: str, errand_id: str) -> Errand:
        """A waiting one ends at once, a running one at its next step; one that is over stays as it is."""
        self.get(owner, errand_id)
        changed = self.desk.errands.change(errand_id, self._called_off)
        if changed is None:
            return self.get(owner, errand_id)
        if changed.state is ErrandState.CANCELLED:
            self.desk.publisher.publish(ErrandCancelled(rooms=rooms(changed), id=errand_id, kind=changed.kind))
        return changed

    def _called_off(self, errand: Errand) -> Errand | None:
        if errand.state in ENDED or errand.cancel_requested:
            return None
        if errand.state is ErrandState.QUEUED:
            return self.desk.settled(errand, ErrandState.CANCELLED)
        return errand.model_copy(update={"cancel_requested": True, "updated_at": self.desk.clock()})

    def _drafted(self, owner: str, kind: ErrandKind, subject: str, options: Mapping[str, Any]) -> Errand:
        now = self.desk.clock()
        told = {"owner": owner, "kind": kind, "subject": subject, "options": dict(options)}
        return Errand(id=self.desk.new_id(), created_at=now, updated_at=now, enqueued_at=now, **told)
