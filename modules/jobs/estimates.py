"""How long a job will take and how many stand before it: learned from the jobs that finished."""

from collections.abc import Callable, Sequence
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
"""Of so many at the head of a queue the length is known; those behind them count as their mean."""
Usual = Callable[[str, float], float | None]
"""Seconds that a job of this engine and cost usually takes."""


@dataclass(frozen=True)
class Place:
    position: int | None = None
    eta_seconds: float | None = None


@dataclass(frozen=True)
class Line:
    """A queue at one moment: who stands at its head, and what is being made."""

    head: list[tuple[datetime, float]]
    """When each was ordered, and its usual seconds."""
    going: float
    """Seconds left of all that is being made."""
    hands: int

    def seconds_before(self, moment: datetime, count: int, own: float) -> float:
        """What `count` jobs ordered before that moment take, with what is going on, on all hands together."""
        ahead = [seconds for ordered, seconds in self.head if ordered < moment]
        unseen = max(count - len(ahead), 0) * (sum(ahead) / len(ahead) if ahead else own)
        return (sum(ahead) + unseen + self.going) / max(self.hands, 1)


class Estimates:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._jobs = Shelf(documents, JOBS, Job)
        self._paces = Shelf(documents, PACES, Pace)
        self._clock = clock

    def places(self, jobs: Sequence[Job]) -> list[Place]:
        """Where each job stands; no estimate before its engine finished a first job. Queues are looked at once."""
        paces = {pace.id: pace.seconds_per_cost for pace in self.paces()}

        def usual(engine: str, cost: float) -> float | None:
            return paces[engine] * cost if engine in paces else None

        queues = {job.queue for job in jobs if job.state is JobState.QUEUED}
        lines = {queue: self._line(queue, usual) for queue in queues}
        return [self._place(job, lines, usual) for job in jobs]

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

    def _place(self, job: Job, lines: dict[str, Line], usual: Usual) -> Place:
        if job.state is JobState.RUNNING:
            return Place(eta_seconds=self.remaining(job))
        if job.state is not JobState.QUEUED:
            return Place()
        earlier = Query(_in(job.queue, JobState.QUEUED), {"created_at": Range(lt=job.created_at)}, order="created_at")
        count, own = self._jobs.count(earlier), usual(job.engine, job.cost)
        if own is None:
            return Place(position=count + 1)
        before = lines[job.queue].seconds_before(job.created_at, count, own)
        return Place(position=count + 1, eta_seconds=_rounded(before + own))

    def _line(self, queue: str, usual: Usual) -> Line:
        """While anything waits every hand is busy, so as many jobs run as there are hands.

        The head is read as plain documents: a queue is looked at by everybody who waits in it.
        """
        waiting = Query(_in(queue, JobState.QUEUED), order="created_at")
        head = [
            (document["created_at"], seconds)
            for document in self._documents.find(JOBS, waiting, limit=LOOK_AHEAD).items
            if (seconds := usual(document["engine"], document["cost"])) is not None
        ]
        running = self._jobs.find(Query(_in(queue, JobState.RUNNING), order="created_at"), limit=LOOK_AHEAD)[0]
        going = sum(left for job in running if (left := self.remaining(job)) is not None)
        return Line(head, going, len(running))


def _in(queue: str, state: JobState) -> dict[str, str]:
    return {"queue": queue, "state": state.value}


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
