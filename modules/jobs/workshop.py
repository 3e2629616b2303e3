"""Where a claimed job is made: materials laid out, the engine run, every part of the work stored."""

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import Unavailable
from models.generation import PartInfo, WorkInfo
from models.job import Job, JobProgress, JobState
from models.provenance import Origin
from modules.generation.engine import Commission, Part, Work
from modules.jobs.desk import Desk
from modules.jobs.materials import laid_out
from modules.jobs.run import Run
from modules.provenance.data import FileData, chunks
from modules.provenance.making import Making

logger = logging.getLogger(__name__)
MAKING = 0.95
"""The share of the progress that is the engine's; the rest is storing."""


class Workshop:
    def __init__(self, desk: Desk, scratch: Path) -> None:
        self._desk = desk
        self._scratch = scratch

    def claim(self, job_id: str, worker: str) -> Run | None:
        """Take the job and its lease. None when a redelivered message finds it taken, settled or gone."""

        def claimed(job: Job) -> Job | None:
            now = self._desk.terms.clock()
            update = {
                "state": JobState.RUNNING,
                "attempt": job.attempt + 1,
                "worker": worker,
                "lease_until": now + self._desk.terms.lease,
                "started_at": now,
                "updated_at": now,
                "progress": JobProgress(note="starting"),
            }
            return job.model_copy(update=update) if job.state is JobState.QUEUED else None

        job = self._desk.jobs.change(job_id, claimed)
        return None if job is None else Run(job, self._desk)

    def make(self, run: Run) -> WorkInfo:
        """Run the engine and store what it made. Raises Cancelled, or the engine's own refusal."""
        with self._folder(run.job) as folder:
            with _timed(run, "making"):
                work, making = self._generated(run, folder)
            with _timed(run, "storing"):
                storing = run.progress.part(MAKING, 1).each(work.parts, "storing")
                parts = [self._stored(run, part, making) for part in storing]
            run.progress.at(1.0, "stored")
        return WorkInfo(parts=parts, seconds=work.seconds, summary=work.summary, notes=work.notes)

    def tidy(self) -> int:
        """Remove scratch folders that a dead worker of this machine left behind."""
        left = [folder for folder in self._scratch.glob("*") if not self._is_running(folder.name)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
        return len(left)

    def _generated(self, run: Run, folder: Path) -> tuple[Work, Making | None]:
        """The work, and what its parts will say about where they come from."""
        brief = run.job.brief
        inputs, parts = folder / "in", folder / "out"
        inputs.mkdir()
        parts.mkdir()
        needs = self._desk.engines.card(brief.engine).materials(brief)
        materials = laid_out(self._desk, run.job.owner, needs, inputs)
        engine = self._desk.engines.load(brief.engine)
        sources = self._desk.provenance.lineage([one.path for one in materials.values()], run.progress.check)

        def offered(make: Callable[[], Part], origin: Origin) -> None:
            self._previewed(run, make(), Making(brief.engine, brief.seed, origin, sources))

        progress = run.progress.part(0, MAKING).offering(offered)
        work = engine.generate(Commission(brief, materials, parts), progress)
        return work, Making(brief.engine, brief.seed, work.origin, sources) if work.origin else None

    def _previewed(self, run: Run, part: Part, making: Making) -> None:
        """A work comes without its preview rather than not at all."""
        try:
            run.show(self._stored(run, part, making))
        except Unavailable as error:
            logger.warning("the preview of job %s could not be stored: %s", run.job.id, error.detail)

    def _stored(self, run: Run, part: Part, making: Making | None) -> PartInfo:
        digest, check = hashlib.sha256(), run.progress.check
        with FileData(part.path) as data:
            signed = self._desk.provenance.stamp(data, part.name, part.media_type, making, check) if making else None
            pieces = _watched(signed or chunks(data), digest.update, check)
            info = self._desk.files.put(f"{run.job.folder}{part.name}", pieces, part.media_type)
        return PartInfo(
            name=part.name,
            kind=part.kind,
            media_type=part.media_type,
            size=info.size,
            sha256=digest.hexdigest(),
            title=part.title,
        )

    @contextmanager
    def _folder(self, job: Job) -> Iterator[Path]:
        folder = self._scratch / f"{job.id}.{job.attempt}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _is_running(self, name: str) -> bool:
        job_id, _, attempt = name.partition(".")
        job = self._desk.jobs.get(job_id)
        return job is not None and job.state is JobState.RUNNING and str(job.attempt) == attempt


@contextmanager
def _timed(run: Run, stage: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    run.stages[stage] = time.monotonic() - begun


def _watched(pieces: Iterable[bytes], seen: Callable[[bytes], None], check: Callable[[], None]) -> Iterator[bytes]:
    for piece in pieces:
        check()
        seen(piece)
        yield piece
