"""Jobs as their owners meet them: order, look, call off, keep, throw away."""

from collections.abc import Iterator, Sequence

from models.errors import Gone, NotFound, Unauthenticated
from models.events import GenerationCancelled, GenerationQueued
from models.generation import Brief
from models.job import SETTLED, Job, JobState, JobView
from modules.documents.idempotency import Idempotency
from modules.documents.store import Duplicate, Query
from modules.generation.engine import EngineCard, Placing
from modules.jobs.collection import Pace
from modules.jobs.desk import Desk, rooms
from modules.jobs.estimates import Place
from modules.jobs.examining import examined
from modules.jobs.materials import wanted


class JobNotFound(NotFound):
    code = "job.not_found"


class SignInFirst(Unauthenticated):
    code = "auth.required"


class JobExpired(Gone):
    code = "job.expired"


class Jobs:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys = Idempotency(desk.documents, desk.terms.clock)

    def submit(self, owner: str, brief: Brief, key: str | None = None, door: str | None = None) -> Job:
        """Take an order: checked, written, then enqueued. The same key and brief give the same job again."""
        job = self._drafted(owner, brief).model_copy(update={"door": door})
        reserved = self._keys.reserve(owner, key, f"generation {brief.model_dump_json()}", job.id)
        job = job.model_copy(update={"id": reserved})
        try:
            job = self._desk.jobs.insert(job)
        except Duplicate:
            return self.get(owner, job.id)
        [place] = self._desk.estimates.places([job])
        self._desk.publisher.publish(
            GenerationQueued(
                rooms=rooms(job),
                id=job.id,
                engine=job.engine,
                queue_position=place.position,
                eta_seconds=place.eta_seconds,
            )
        )
        self._desk.enqueue(job.id, job.queue)  # last, so that nobody hears of its progress before they hear of it
        return job

    def get(self, owner: str, job_id: str) -> Job:
        """The owner's job. Raises JobNotFound for strangers too, JobExpired when its time is over."""
        job = self._desk.jobs.get(job_id)
        if job is None or job.owner != owner:
            raise JobNotFound("There is no such job of yours.", next_step="GET /generations lists yours.")
        if job.state is JobState.EXPIRED:
            raise JobExpired(
                f"This work went on {job.updated_at.isoformat()}.", next_step="Order it again; keep works you like."
            )
        return job

    def through(self, door: str, job_id: str) -> Job:
        """The job that was ordered through an old door, for whoever knows its id. Raises JobNotFound, JobExpired."""
        job = self._desk.jobs.get(job_id)
        if job is None or job.door != door:
            raise JobNotFound("There is no such job.", next_step="Order it again.")
        return self.get(job.owner, job_id)

    def watched(self, owner: str | None, job_id: str) -> Job:
        """The job for its owner, or for anybody where it came through a door.

        Raises JobNotFound, JobExpired, and SignInFirst for nobody in particular.
        """
        job = self._desk.jobs.get(job_id)
        if job is not None and job.door:
            return self.get(job.owner, job_id)
        if owner is None:
            raise SignInFirst("This socket is not signed in.", next_step="Connect with auth={token}.")
        return self.get(owner, job_id)

    def page(
        self, owner: str, *, state: JobState | None = None, limit: int = 20, cursor: str | None = None
    ) -> tuple[list[Job], str | None]:
        """The owner's jobs, newest first."""
        equals = {"owner": owner} if state is None else {"owner": owner, "state": state.value}
        return self._desk.jobs.find(Query(equals, order="created_at", descending=True), limit=limit, cursor=cursor)

    def all_of(self, owner: str) -> Iterator[Job]:
        cursor = None
        while True:
            page, cursor = self.page(owner, limit=100, cursor=cursor)
            yield from page
            if cursor is None:
                return

    def count(self, **equals: str) -> int:
        """How many there are with these values, of everybody."""
        return self._desk.jobs.count(Query(dict(equals), order="created_at"))

    def paces(self) -> list[Pace]:
        return self._desk.estimates.paces()

    def view(self, job: Job) -> JobView:
        return self.views([job])[0]

    def views(self, jobs: Sequence[Job]) -> list[JobView]:
        """What their owner sees of them."""
        places = self._desk.estimates.places(jobs)
        return [_seen(job, place) for job, place in zip(jobs, places, strict=True)]

    def cancel(self, owner: str, job_id: str) -> Job:
        """Call it off: a waiting job ends at once, a running one at its next step. Settled ones stay as they are."""
        self.get(owner, job_id)
        changed = self._desk.jobs.change(job_id, self._called_off)
        if changed is None:
            return self.get(owner, job_id)
        if changed.state is JobState.CANCELLED:
            self._desk.let_go(changed)
            self._desk.publisher.publish(GenerationCancelled(rooms=rooms(changed), id=job_id))
        return changed

    def remove(self, owner: str, job_id: str) -> Job | None:
        """Cancel what is not settled yet (the job is given back), throw away what is (None)."""
        job = self.get(owner, job_id)
        if job.state not in SETTLED:
            return self.cancel(owner, job_id)
        self._desk.files.delete(f"generations/{job_id}/")
        self._desk.jobs.delete(job_id)
        return None

    def discard(self, job: Job) -> None:
        """Nothing of it stays, now; what is at work on it finds its document gone, and stops."""
        self._desk.jobs.delete(job.id)
        self._desk.let_go(job)
        self._desk.files.delete(f"generations/{job.id}/")
        if job.state not in SETTLED:
            self._desk.publisher.publish(GenerationCancelled(rooms=rooms(job), id=job.id))

    def keep(self, owner: str, job_id: str, kept: bool) -> Job:
        """A kept work never expires; one let go again has its time from now on."""
        self.get(owner, job_id)
        self._desk.jobs.change(job_id, lambda job: self._desk.terms.dated(job.model_copy(update={"kept": kept})))
        return self.get(owner, job_id)

    def erase(self, owner: str) -> None:
        """Nothing of this owner stays; what still runs is called off and finds its document gone."""
        for job in list(self.all_of(owner)):
            self._desk.files.delete(f"generations/{job.id}/")
            self._desk.jobs.delete(job.id)

    def _drafted(self, owner: str, brief: Brief) -> Job:
        brief = self._desk.likings.resolved(owner, self._desk.engines.checked(brief))
        brief = self._desk.adapters.resolved(owner, brief)
        card = self._desk.engines.card(brief.engine)
        uploads = wanted(self._desk, owner, card.materials(brief))
        examined(self._desk.uploads, card, brief, uploads)
        seeded = brief if brief.seed is not None else brief.model_copy(update={"seed": self._desk.terms.new_seed()})
        now = self._desk.terms.clock()
        return Job(
            id=self._desk.terms.new_id(),
            owner=owner,
            brief=seeded,
            engine=card.name,
            queue=self._queue(card, brief),
            cost=card.cost(brief, uploads),
            created_at=now,
            updated_at=now,
            enqueued_at=now,
        )

    def _queue(self, card: EngineCard, brief: Brief) -> str:
        """The one the order is best made in, if somebody works on it; that of its card otherwise."""
        best = card.place(brief) if isinstance(card, Placing) else card.queue
        return best if best != card.queue and self._desk.attended(best) else card.queue

    def _called_off(self, job: Job) -> Job | None:
        if job.state is JobState.QUEUED:
            return self._desk.terms.settled(job, JobState.CANCELLED)
        if job.state is JobState.RUNNING and not job.cancel_requested:
            return job.model_copy(update={"cancel_requested": True, "updated_at": self._desk.terms.clock()})
        return None


def _seen(job: Job, place: Place) -> JobView:
    parts = ([job.preview] if job.preview else []) + (job.work.parts if job.work else [])
    shared = job.model_dump(include=set(JobView.model_fields) & set(Job.model_fields))
    return JobView(
        **shared,
        queue_position=place.position,
        eta_seconds=place.eta_seconds,
        files={part.name: f"/generations/{job.id}/files/{part.name}" for part in parts},
    )
