"""What upkeep does for errands: those whose worker died go on, those that waited begin, those forgotten are sent."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from models.errand import Errand, ErrandState
from models.events import ErrandCancelled, ErrandFailed
from models.job import JobError, JobProgress
from modules.documents.store import Query, Range
from modules.errands.desk import Desk, rooms

logger = logging.getLogger(__name__)
FORGOTTEN_AFTER: Final = timedelta(seconds=3)
BATCH: Final = 200


class ErrandRecovery:
    """backlog(): messages that wait for a worker; None when the broker does not answer."""

    def __init__(self, desk: Desk, backlog: Callable[[], int | None]) -> None:
        self._desk = desk
        self._backlog = backlog

    def tick(self) -> int:
        """All of it, once; how many errands were moved."""
        return self.recover() + self.wake() + self.remind()

    def recover(self) -> int:
        """Those whose lease ran out wait again, or end after too many workers were lost without coming further."""
        found = self._of(ErrandState.RUNNING, "lease_until", self._desk.clock())
        moved = [self._desk.errands.change(errand.id, self._put_back) for errand in found]
        for errand in moved:
            if errand is not None:
                self._tell(errand)
        return sum(errand is not None for errand in moved)

    def wake(self) -> int:
        """Those that were put off until now."""
        due = self._of(ErrandState.QUEUED, "not_before", self._desk.clock())
        return sum(self._sent(errand, lambda one: one.not_before is not None) for errand in due)

    def remind(self) -> int:
        """Those that no message tells of: it was never sent, or lost. A second message does no harm."""
        if self._backlog() != 0:
            return 0
        old = self._desk.clock() - FORGOTTEN_AFTER
        found = self._of(ErrandState.QUEUED, "enqueued_at", old)
        return sum(
            self._sent(errand, lambda one: one.enqueued_at is not None and one.enqueued_at < old) for errand in found
        )

    def _of(self, state: ErrandState, field: str, before: object) -> list[Errand]:
        query = Query({"state": state.value}, {field: Range(lt=before)}, order=field)
        return self._desk.errands.find(query, limit=BATCH)[0]

    def _sent(self, errand: Errand, due: Callable[[Errand], bool]) -> bool:
        """True for the one process that sends it."""

        def marked(one: Errand) -> Errand | None:
            if one.state is not ErrandState.QUEUED or not due(one):
                return None
            return one.model_copy(update={"not_before": None, "enqueued_at": self._desk.clock()})

        if self._desk.errands.change(errand.id, marked) is None:
            return False
        self._desk.enqueue(errand.id)
        return True

    def _put_back(self, errand: Errand) -> Errand | None:
        now = self._desk.clock()
        if errand.state is not ErrandState.RUNNING or errand.lease_until is None or errand.lease_until >= now:
            return None
        if errand.cancel_requested:
            return self._desk.settled(errand, ErrandState.CANCELLED)
        if errand.in_vain >= self._desk.most_in_vain:
            return self._desk.settled(errand, ErrandState.FAILED, error=_lost(errand))
        fresh = JobProgress(fraction=errand.progress.fraction, note="waiting again: its worker was lost")
        update = {"state": ErrandState.QUEUED, "lease_until": None, "worker": None, "progress": fresh}
        return errand.model_copy(update={**update, "enqueued_at": now, "updated_at": now})

    def _tell(self, errand: Errand) -> None:
        logger.warning("errand %s lost its worker in turn %d: now %s", errand.id, errand.attempt, errand.state.value)
        told = {"id": errand.id, "kind": errand.kind}
        if errand.state is ErrandState.QUEUED:
            self._desk.enqueue(errand.id)
        elif errand.error is not None:
            self._desk.publisher.publish(ErrandFailed(rooms=rooms(errand), error=errand.error, **told))
        else:
            self._desk.publisher.publish(ErrandCancelled(rooms=rooms(errand), **told))


def _lost(errand: Errand) -> JobError:
    return JobError(
        code="errand.worker_lost",
        detail=f"The worker died {errand.in_vain} times in a row while doing this.",
        next_step="Begin it again, and look at the worker's log.",
    )
