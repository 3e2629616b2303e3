"""What everybody who handles jobs works with: the stores, the engines, the news, the queue and the terms."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from models.errors import MuseaikaError, NotFound
from models.events import job_room, user_room
from models.job import Job
from modules.documents.shelf import Shelf
from modules.documents.store import Documents
from modules.files.store import Files
from modules.generation.registry import Engines
from modules.jobs.collection import JOBS
from modules.jobs.estimates import Estimates
from modules.jobs.likings import Likings
from modules.jobs.terms import Terms
from modules.provenance.provenance import Provenance
from modules.realtime import Publisher
from modules.twins.adapters import Adapters
from modules.twins.keeping import KeptTwins
from modules.uploads.uploads import Uploads

logger = logging.getLogger(__name__)
Enqueue = Callable[[str, str], None]
"""enqueue(job_id, queue). A broker that is away is no error here: upkeep enqueues what was forgotten."""


def _by_nobody(_queue: str) -> bool:
    return False


@dataclass(frozen=True)
class Desk:
    documents: Documents
    files: Files
    engines: Engines
    uploads: Uploads
    publisher: Publisher
    enqueue: Enqueue
    terms: Terms
    provenance: Provenance
    likings: Likings = field(default_factory=Likings)
    attended: Callable[[str], bool] = _by_nobody
    """Whether somebody works on that queue."""

    @cached_property
    def jobs(self) -> Shelf[Job]:
        return Shelf(self.documents, JOBS, Job)

    @cached_property
    def estimates(self) -> Estimates:
        return Estimates(self.documents, self.terms.clock)

    @cached_property
    def adapters(self) -> Adapters:
        return Adapters(KeptTwins(self.documents, self.files, self.terms.clock, self.terms.new_id))

    def let_go(self, job: Job) -> None:
        """What was handed in at an old door for this one order goes: the order is settled, or gone itself.

        What cannot go now goes when its own time is over.
        """
        if job.door is None:
            return
        try:
            for upload_id in self.engines.card(job.engine).materials(job.brief):
                with suppress(NotFound):
                    self.uploads.delete(job.owner, upload_id)
        except MuseaikaError as error:
            logger.warning("the uploads of job %s stay for now: %s", job.id, error.detail)


def rooms(job: Job) -> tuple[str, ...]:
    """Who hears about a job: its owner, and whoever watches it by its id."""
    return user_room(job.owner), job_room(job.id)
