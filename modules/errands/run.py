"""One worker's turn at an errand: a lease, progress, a memory that survives the worker, waiting, and the end."""

import logging
import time
from datetime import datetime
from types import TracebackType
from typing import Any, Final, NoReturn, Self

from models.errand import Errand, ErrandState
from models.errors import MuseaikaError, Unavailable
from models.events import ErrandCancelled, ErrandFailed, ErrandFinished, ErrandProgressed
from models.job import JobError, JobProgress
from modules.errands.desk import Desk, rooms
from modules.leasing import Lease

logger = logging.getLogger(__name__)
REPORT_EVERY: Final = 0.25


class Cancelled(Exception):
    """The person gave up, or another worker took over: leave everything as it is."""


class Waiting(Exception):
    """Nothing can be done before that moment: another worker goes on then."""

    def __init__(self, until: datetime, note: str) -> None:
        super().__init__(note)
        self.until = until
        self.note = note


class ErrandStuck(Unavailable):
    code = "errand.stuck"
    title = "It comes no further"


class ErrandRun:
    """with run: ... keeps the lease. Everything it writes is refused once another worker has taken over."""

    def __init__(self, errand: Errand, desk: Desk) -> None:
        self.errand = errand
        self._desk = desk
        self._unwanted = False
        self._lease = Lease(f"errand {errand.id}", desk.renew_every, renew=self._renew, look=self._look)
        self._reported = float("-inf")
        self._latest = errand.progress
        self.memory = errand.memory
        """What this or an earlier worker remembered last."""
        self.waits = errand.waits
        """How often in a row it was put off since it last came further."""

    def __enter__(self) -> Self:
        self._lease.begin()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._lease.leave()

    def at(self, fraction: float, note: str) -> None:
        """How far it is; the fraction never goes back within a turn. Raises Cancelled."""
        self.check()
        self._latest = JobProgress(fraction=round(min(max(fraction, self._latest.fraction), 1.0), 4), note=note)
        now = time.monotonic()
        if now - self._reported < REPORT_EVERY:
            return
        self._reported = now
        try:
            self.hold()
        except Unavailable as error:
            logger.warning("the progress of errand %s could not be written: %s", self.errand.id, error.detail)
            return
        self._tell_progress(self._latest)

    def check(self) -> None:
        """Raises Cancelled when the person gave up or somebody else works on it; looked up every 100 ms."""
        if self._unwanted:
            raise Cancelled

    def called_off(self) -> bool:
        """Whether its owner gave it up, and nobody else works on it: then what was done may still be put away."""
        errand = self._desk.errands.get(self.errand.id)
        return errand is not None and errand.cancel_requested and self._is_ours(errand)

    def hold(self) -> None:
        """Make sure, right now, that nobody else works on it: before what cannot be undone. Raises Cancelled."""
        self._renew()
        self.check()

    def remember(self, memory: dict[str, Any]) -> None:
        """Keep this for whoever goes on with it. Raises Cancelled when that is somebody else already."""
        if memory == self.memory:
            return
        told = {"memory": memory, "in_vain": 0, "waits": 0}
        self._took(self._desk.errands.change(self.errand.id, lambda errand: self._mine(errand, told)))
        self.check()
        self.memory, self.waits = memory, 0

    def waiting(self, until: datetime, note: str = "waiting") -> NoReturn:
        """End this turn; the errand is taken up again then, with its memory, and no worker is kept meanwhile."""
        raise Waiting(until, note)

    def put_off(self, pause: Waiting) -> None:
        """What `waiting` asked for. Who waits again and again and never comes further fails in the end."""
        if self.waits >= self._desk.most_waits:
            self.fail(ErrandStuck(f"It was put off {self.waits} times: {pause.note}.", next_step="Try again later."))
            return
        progress = JobProgress(fraction=self._latest.fraction, note=pause.note)
        idle = {"lease_until": None, "worker": None, "enqueued_at": None, "not_before": pause.until}
        waits = {"waits": self.waits + 1, "in_vain": 0, "progress": progress}
        if self._settle(ErrandState.QUEUED, **idle, **waits):
            self._tell_progress(progress)

    def finish(self, result: dict[str, Any]) -> bool:
        """True if this turn's result became the errand's."""
        full = JobProgress(fraction=1.0, note="finished")
        if not self._settle(ErrandState.FINISHED, result=result, progress=full):
            return False
        told = {"id": self.errand.id, "kind": self.errand.kind, "subject": self.errand.subject}
        self._desk.publisher.publish(ErrandFinished(rooms=rooms(self.errand), **told))
        return True

    def fail(self, error: MuseaikaError) -> None:
        told = JobError(code=error.code, detail=error.detail, next_step=error.next_step)
        if self._settle(ErrandState.FAILED, error=told):
            self._desk.publisher.publish(
                ErrandFailed(rooms=rooms(self.errand), id=self.errand.id, kind=self.errand.kind, error=told)
            )

    def cancelled(self) -> None:
        """What was done until here stays done."""
        if self._settle(ErrandState.CANCELLED):
            self._tell_cancelled()

    def _settle(self, state: ErrandState, **changes: Any) -> bool:
        self._lease.end()

        def settled(errand: Errand) -> Errand | None:
            if not self._is_ours(errand):
                return None
            if errand.cancel_requested and state not in {ErrandState.FINISHED, ErrandState.FAILED}:
                return self._desk.settled(errand, ErrandState.CANCELLED)
            if state is ErrandState.QUEUED:
                return self._mine(errand, {"state": state, **changes})
            return self._desk.settled(errand, state, **changes)

        changed = self._desk.errands.change(self.errand.id, settled)
        if changed is not None and changed.state is not state:
            self._tell_cancelled()
        return changed is not None and changed.state is state

    def _tell_progress(self, progress: JobProgress) -> None:
        told = {"id": self.errand.id, "kind": self.errand.kind, **progress.model_dump()}
        self._desk.publisher.publish(ErrandProgressed(rooms=rooms(self.errand), **told))

    def _tell_cancelled(self) -> None:
        self._desk.publisher.publish(
            ErrandCancelled(rooms=rooms(self.errand), id=self.errand.id, kind=self.errand.kind)
        )

    def _renew(self) -> None:
        until = self._desk.clock() + self._desk.lease
        self._took(
            self._desk.errands.change(
                self.errand.id, lambda one: self._mine(one, {"lease_until": until, "progress": self._latest})
            )
        )

    def _look(self) -> None:
        self._took(self._desk.errands.get(self.errand.id))

    def _took(self, errand: Errand | None) -> None:
        """None, or somebody else's turn, says that this one is over for good."""
        self._unwanted |= errand is None or errand.cancel_requested or not self._is_ours(errand)

    def _mine(self, errand: Errand, update: dict[str, Any]) -> Errand | None:
        return errand.model_copy(update={**update, "updated_at": self._desk.clock()}) if self._is_ours(errand) else None

    def _is_ours(self, errand: Errand) -> bool:
        return errand.state is ErrandState.RUNNING and errand.attempt == self.errand.attempt
