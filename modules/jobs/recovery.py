"""What upkeep does: puts back jobs whose worker died, enqueues what was forgotten, and clears what has expired."""

import logging
from collections.abc import Callable
from datetime import timedelta

from models.events import GenerationCancelled, GenerationFailed
from models.job import SETTLED, Job, JobError, JobProgress, JobState
from modules.documents.store import Query, Range
from modules.jobs.desk import Desk, rooms

logger = logging.getLogger(__name__)
FORGOTTEN_AFTER = timedelta(seconds=3)
BATCH = 200
GRACE = timedelta(hours=1)
"""Files without a job are left alone for so long: what is at work on them may still notice."""
Backlog = Callable[[str], int | None]
"""Messages waiting in a queue; None when the broker does not answer."""


class Recovery:
    def __init__(self, desk: Desk, backlog: Backlog) -> None:
        self._desk = desk
        self._backlog = backlog
        self._missing: dict[str, int] = {}

    def recover(self) -> int:
        """Jobs whose lease ran out go back to the queue, or end when they had their attempts. How many were moved."""
        lost = Query(
            {"state": JobState.RUNNING.value}, {"lease_until": Range(lt=self._desk.terms.clock())}, order="lease_until"
        )
        moved = [self._desk.jobs.change(job.id, self._put_back) for job in self._desk.jobs.find(lost, limit=BATCH)[0]]
        for job in moved:
            if job is not None:
                self._tell(job)
        return sum(job is not None for job in moved)

    def remind(self, queues: tuple[str, ...]) -> int:
        """Enqueue again what waits without a message: it was never sent, or lost. How many."""
        return sum(self._remind(queue, self._forgotten(queue)) for queue in queues)

    def sweep(self) -> int:
        """Works whose time is over lose their files; the empty jobs go one retention later. How many went."""
        gone = 0
        for state in sorted(SETTLED):
            due = Query({"state": state.value}, {"expires_at": Range(lt=self._desk.terms.clock())}, order="expires_at")
            gone += sum(self._expire(job) for job in self._desk.jobs.find(due, limit=BATCH)[0])
        return gone + self._strays()

    def _strays(self) -> int:
        """Files of jobs that are not there any more: their worker died while somebody threw them away."""
        before = self._desk.terms.clock() - GRACE
        old = {info.key.split("/")[1] for info in self._desk.files.list("generations/") if info.modified < before}
        gone = [job_id for job_id in sorted(old) if self._desk.jobs.get(job_id) is None]
        return sum(self._desk.files.delete(f"generations/{job_id}/") > 0 for job_id in gone)

    def _put_back(self, job: Job) -> Job | None:
        now = self._desk.terms.clock()
        if job.state is not JobState.RUNNING or job.lease_until is None or job.lease_until >= now:
            return None
        if job.cancel_requested:
            return self._desk.terms.settled(job, JobState.CANCELLED)
        if job.attempt >= self._desk.terms.max_attempts:
            return self._desk.terms.settled(job, JobState.FAILED, error=_lost(job))
        fresh = JobProgress(note="waiting again: its worker was lost")
        update = {"state": JobState.QUEUED, "lease_until": None, "progress": fresh, "preview": None, "worker": None}
        return job.model_copy(update={**update, "enqueued_at": now, "updated_at": now})

    def _tell(self, job: Job) -> None:
        logger.warning("job %s lost its worker in attempt %d: now %s", job.id, job.attempt, job.state.value)
        self._desk.files.delete(job.folder)
        if job.state is JobState.QUEUED:
            self._desk.enqueue(job.id, job.queue)
            return
        self._desk.let_go(job)
        if job.error is not None:
            self._desk.publisher.publish(
                GenerationFailed(rooms=rooms(job), id=job.id, attempt=job.attempt, error=job.error)
            )
        else:
            self._desk.publisher.publish(GenerationCancelled(rooms=rooms(job), id=job.id))

    def _forgotten(self, queue: str) -> int:
        """How many more jobs wait than messages do: with messages left, only what is missing for a second time."""
        messages = self._backlog(queue)
        if messages is None:
            return 0
        missing = self._desk.jobs.count(_waiting(queue)) - messages
        steady = missing if messages == 0 else min(missing, self._missing.get(queue, 0))
        self._missing[queue] = missing
        return max(steady, 0)

    def _remind(self, queue: str, forgotten: int) -> int:
        """The oldest, which others have overtaken: messages are taken in the order they were sent. Two are harmless."""
        if not forgotten:
            return 0
        now = self._desk.terms.clock()
        found, _ = self._desk.jobs.find(_waiting(queue), limit=BATCH)
        sent = sorted((job.enqueued_at or job.created_at, job.id) for job in found)
        overdue = [job_id for moment, job_id in sent if moment <= now - FORGOTTEN_AFTER][:forgotten]
        for job_id in overdue:
            self._desk.jobs.change(job_id, lambda job: job.model_copy(update={"enqueued_at": now}))
            self._desk.enqueue(job_id, queue)
        return len(overdue)

    def _expire(self, job: Job) -> bool:
        self._desk.files.delete(f"generations/{job.id}/")
        if job.state is not JobState.FINISHED:
            return self._desk.jobs.delete(job.id)
        return self._desk.jobs.change(job.id, self._emptied) is not None

    def _emptied(self, job: Job) -> Job | None:
        now = self._desk.terms.clock()
        if job.kept or job.expires_at is None or job.expires_at > now:
            return None
        return self._desk.terms.settled(job, JobState.EXPIRED, work=None)


def _waiting(queue: str) -> Query:
    return Query({"queue": queue, "state": JobState.QUEUED.value}, order="created_at")


def _lost(job: Job) -> JobError:
    return JobError(
        code="job.worker_lost",
        detail=f"The worker died {job.attempt} times while making this.",
        next_step="Order something smaller, or look at the worker's log.",
    )
