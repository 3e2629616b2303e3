"""How long a job will take and how many stand before it: learned from the jobs that finished."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from models.job import Job, JobState
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate, Query, Range
from modules.jobs.collection import JOBS, PACES, Pace

MEMORY = 20
"""A pace is the mean over about this many of the latest jobs, so that it follows the machine."""
LOOK_AHEAD = 100


@dataclass(frozen=True)
class Place:
    position: int | None = None
    eta_seconds: float | None = None


class Estimates:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._jobs = Shelf(documents, JOBS, Job)
        self._paces = Shelf(documents, PACES, Pace)
        self._clock = clock

    def place(self, job: Job) -> Place:
        """Where the job stands; no estimate before its engine finished a first job."""
        if job.state is JobState.RUNNING:
            return Place(eta_seconds=self.remaining(job))
        if job.state is not JobState.QUEUED:
            return Place()
        ahead, count = self._ahead(job)
        return Place(position=count + 1, eta_seconds=self._wait(job, ahead, count))

    def remaining(self, job: Job) -> float | None:
        """Seconds a running job still needs: from its engine's pace at first, more and more from its own progress."""
        elapsed = (self._clock() - (job.started_at or self._clock())).total_seconds()
        done = job.progress.fraction
        own = elapsed / done * (1 - done) if done > 0 else None
        usual = self._usual(job)
        learned = None if usual is None else max(usual - elapsed, 0.0)
        if own is None or learned is None:
            return _rounded(own if learned is None else learned)
        return _rounded(own * done + learned * (1 - done))

    def learn(self, job: Job, stages: dict[str, float]) -> None:
        """Remember how long this finished job took."""
        seconds = stages.get("making", 0.0) + stages.get("storing", 0.0)
        with suppress(Duplicate):
            self._paces.insert(Pace(id=job.engine))
        self._paces.change(job.engine, lambda pace: _learned(pace, seconds / max(job.cost, 1e-6), stages))

    def paces(self) -> list[Pace]:
        return self._paces.find(limit=100)[0]

    def _usual(self, job: Job) -> float | None:
        pace = self._paces.get(job.engine)
        return None if pace is None else pace.seconds_per_cost * job.cost

    def _ahead(self, job: Job) -> tuple[list[Job], int]:
        equals = {"queue": job.queue, "state": JobState.QUEUED.value}
        earlier = Query(equals, {"created_at": Range(lt=job.created_at)}, order="created_at")
        return self._jobs.find(earlier, limit=LOOK_AHEAD)[0], self._jobs.count(earlier)

    def _wait(self, job: Job, ahead: list[Job], count: int) -> float | None:
        """While anything waits every hand is busy, so as many jobs run as there are hands."""
        own = self._usual(job)
        if own is None:
            return None
        busy = Query({"queue": job.queue, "state": JobState.RUNNING.value}, order="created_at")
        running = self._jobs.find(busy, limit=LOOK_AHEAD)[0]
        waiting = [usual for one in ahead if (usual := self._usual(one)) is not None]
        unseen = (count - len(ahead)) * (sum(waiting) / len(waiting) if waiting else own)
        going = [left for one in running if (left := self.remaining(one)) is not None]
        return _rounded((sum(waiting) + unseen + sum(going)) / max(len(running), 1) + own)


def _learned(pace: Pace, seconds_per_cost: float, stages: dict[str, float]) -> Pace:
    weight = 1 / min(pace.finished + 1, MEMORY)
    return pace.model_copy(
        update={
            "seconds_per_cost": pace.seconds_per_cost * (1 - weight) + seconds_per_cost * weight,
            "finished": pace.finished + 1,
            "stages": {name: pace.stages.get(name, 0.0) + stages.get(name, 0.0) for name in {*pace.stages, *stages}},
        }
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
