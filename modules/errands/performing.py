"""Where errands are done: a worker claims one and gives it to whoever knows how."""

from collections.abc import Callable, Mapping
from typing import Any

from models.errand import Errand, ErrandKind, ErrandState
from models.job import JobProgress
from modules.errands.desk import Desk
from modules.errands.run import ErrandRun

Performer = Callable[[ErrandRun], dict[str, Any]]
"""Does an errand and says what came of it; may be begun again at any point, with what it remembered."""


class Performing:
    def __init__(self, desk: Desk, performers: Mapping[ErrandKind, Performer]) -> None:
        self._desk = desk
        self._performers = dict(performers)

    def claim(self, errand_id: str, worker: str) -> ErrandRun | None:
        """Take it and its lease. None when a second message finds it taken, settled, gone, or not yet due."""
        errand = self._desk.errands.change(errand_id, lambda one: self._claimed(one, worker))
        return None if errand is None else ErrandRun(errand, self._desk)

    def perform(self, run: ErrandRun) -> dict[str, Any]:
        """Raises Cancelled, Waiting, or the performer's own refusal."""
        return self._performers[run.errand.kind](run)

    def _claimed(self, errand: Errand, worker: str) -> Errand | None:
        now = self._desk.clock()
        if errand.state is not ErrandState.QUEUED or (errand.not_before is not None and errand.not_before > now):
            return None
        update = {
            "state": ErrandState.RUNNING,
            "attempt": errand.attempt + 1,
            "in_vain": errand.in_vain + 1,
            "worker": worker,
            "lease_until": now + self._desk.lease,
            "not_before": None,
            "started_at": errand.started_at or now,
            "updated_at": now,
            "progress": JobProgress(fraction=errand.progress.fraction, note="starting"),
        }
        return errand.model_copy(update=update)
