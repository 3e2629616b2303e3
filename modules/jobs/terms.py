"""What everybody who handles jobs agrees on: the time, new ids and seeds, leases, attempts, how long things stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.job import SETTLED, Job, JobState


@dataclass(frozen=True)
class Terms:
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    new_seed: Callable[[], int]
    keep_for: timedelta = timedelta(days=30)
    keep_at_doors: timedelta = timedelta(hours=24)
    lease: timedelta = timedelta(seconds=6)
    renew_every: timedelta = timedelta(seconds=2)
    max_attempts: int = 3

    def settled(self, job: Job, state: JobState, **changes: Any) -> Job:
        """The job in its last state, with the day it goes."""
        now = self.clock()
        update = {"state": state, "settled_at": now, "updated_at": now, "lease_until": None, "preview": None, **changes}
        return self.dated(job.model_copy(update=update))

    def dated(self, job: Job) -> Job:
        keep_for = self.keep_at_doors if job.door else self.keep_for
        due = self.clock() + keep_for if job.state in SETTLED and not job.kept else None
        return job.model_copy(update={"expires_at": due})
