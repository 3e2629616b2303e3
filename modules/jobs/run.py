"""One attempt at a job, as the worker holds it: a lease that a thread renews, progress, and the settling."""

import logging
import time
from types import TracebackType
from typing import Self

from models.errors import MuseaikaError, Unavailable
from models.events import (
    GenerationCancelled,
    GenerationFailed,
    GenerationFinished,
    GenerationPreviewed,
    GenerationProgressed,
)
from models.generation import PartInfo, WorkInfo
from models.job import Job, JobError, JobProgress, JobState
from modules.generation.progress import Progress
from modules.jobs.desk import Desk, rooms
from modules.leasing import Lease

logger = logging.getLogger(__name__)
REPORT_EVERY = 0.25


class Run:
    """with run: ... keeps the lease. Everything it writes is refused once another attempt has taken over."""

    def __init__(self, job: Job, desk: Desk) -> None:
        self.job = job
        self.stages: dict[str, float] = {}
        self.progress = Progress(self._report, lambda: self._unwanted)
        self._desk = desk
        self._unwanted = False
        self._lease = Lease(f"job {job.id}", desk.terms.renew_every, renew=self._renew, look=self._look)
        self._reported = 0.0
        self._preview: PartInfo | None = None
        self._latest = job.progress
        if job.started_at:
            self.stages["waiting"] = max((job.started_at - job.created_at).total_seconds(), 0.0)

    def __enter__(self) -> Self:
        self._lease.begin()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._lease.leave()

    def show(self, preview: PartInfo) -> None:
        """A first part is stored: the job tells of it until it is settled."""
        self._preview = preview

        def shown(job: Job) -> Job | None:
            update = {"preview": preview, "updated_at": self._desk.terms.clock()}
            return job.model_copy(update=update) if self._is_ours(job) else None

        if self._desk.jobs.change(self.job.id, shown) is not None:
            self._desk.publisher.publish(
                GenerationPreviewed(rooms=rooms(self.job), id=self.job.id, attempt=self.job.attempt, preview=preview)
            )

    def finish(self, work: WorkInfo) -> bool:
        """True if this attempt's work became the job's; else it is thrown away."""
        full = JobProgress(fraction=1.0, note="finished")
        settled = self._settle(JobState.FINISHED, work=work, progress=full, error=None)
        if settled:
            self._put_in_order()
            self._desk.publisher.publish(
                GenerationFinished(rooms=rooms(self.job), id=self.job.id, attempt=self.job.attempt)
            )
        return settled

    def fail(self, error: MuseaikaError) -> None:
        told = JobError(code=error.code, detail=error.detail, next_step=error.next_step)
        settled = self._settle(JobState.FAILED, error=told)
        self._desk.files.delete(self.job.folder)
        if settled:
            self._desk.publisher.publish(
                GenerationFailed(rooms=rooms(self.job), id=self.job.id, attempt=self.job.attempt, error=told)
            )

    def cancelled(self) -> None:
        """The person gave up, or another attempt took over: either way nothing of this one stays."""
        settled = self._settle(JobState.CANCELLED)
        self._desk.files.delete(self.job.folder)
        if settled:
            self._desk.publisher.publish(GenerationCancelled(rooms=rooms(self.job), id=self.job.id))

    def _put_in_order(self) -> None:
        """The work is there and stays, whatever cannot be done after it."""
        try:
            if self._preview is not None:
                self._desk.files.delete(self.job.folder + self._preview.name)
            self._desk.estimates.learn(self.job, self.stages)
        except MuseaikaError as error:
            logger.warning("job %s is finished, but not all is in order after it: %s", self.job.id, error.detail)

    def _settle(self, state: JobState, **changes: object) -> bool:
        self._lease.end()

        def settled(job: Job) -> Job | None:
            if not self._is_ours(job):
                return None
            if job.cancel_requested:  # the person's wish wins over a work that came too late
                return self._desk.terms.settled(job, JobState.CANCELLED)
            return self._desk.terms.settled(job, state, **changes)

        changed = self._desk.jobs.change(self.job.id, settled)
        if changed is not None:
            self._desk.let_go(changed)
        if changed is None or changed.state is not state:
            self._desk.files.delete(self.job.folder)
            if changed is not None:
                self._desk.publisher.publish(GenerationCancelled(rooms=rooms(self.job), id=self.job.id))
            return False
        return True

    def _report(self, fraction: float, note: str) -> None:
        fraction = max(fraction, self._latest.fraction)
        self._latest = JobProgress(fraction=round(fraction, 4), note=note)
        now = time.monotonic()
        if now - self._reported < REPORT_EVERY:
            return
        self._reported = now
        try:
            job = self._renew()
        except Unavailable as error:
            logger.warning("the progress of job %s could not be written: %s", self.job.id, error.detail)
            return
        if job is not None:
            self._desk.publisher.publish(
                GenerationProgressed(
                    rooms=rooms(self.job),
                    id=job.id,
                    attempt=job.attempt,
                    fraction=self._latest.fraction,
                    note=note,
                    eta_seconds=self._desk.estimates.remaining(job),
                )
            )

    def _renew(self) -> Job | None:
        """Prolong the lease and write down the progress. None when the job is not ours any more."""
        until = self._desk.terms.clock() + self._desk.terms.lease

        def renewed(job: Job) -> Job | None:
            update = {"lease_until": until, "progress": self._latest, "updated_at": self._desk.terms.clock()}
            return job.model_copy(update=update) if self._is_ours(job) else None

        job = self._desk.jobs.change(self.job.id, renewed)
        self._unwanted = job is None or job.cancel_requested
        return job

    def _look(self) -> None:
        job = self._desk.jobs.get(self.job.id)
        self._unwanted = job is None or job.cancel_requested or not self._is_ours(job)

    def _is_ours(self, job: Job) -> bool:
        return job.state is JobState.RUNNING and job.attempt == self.job.attempt
