"""`MusicLab`: orders as the old system took them, made by the engine `blend`, found by their ids alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.errors import Conflict, Invalid, NotFound, TooLarge, Unsupported
from models.generation import Brief
from models.job import Job, JobState
from models.music_lab import OldAnswer, OldBlend, OldQuestion, OldState, OldStatus
from models.upload import Upload
from modules.files.store import FileInfo
from modules.jobs.jobs import JobNotFound, Jobs
from modules.jobs.parts import Parts
from modules.music_lab.chat.answering import Answering
from modules.music_lab.sound import Sound
from modules.music_lab.words import in_old_words
from modules.offload import Offload, directly
from modules.uploads.uploads import Uploads

DOOR: Final = "music_lab"
ENGINE: Final = "blend"
LIMIT_BYTES: Final = 50 * 1024 * 1024
"""What the old system took of each track."""
STATES: Final[dict[JobState, OldState]] = {
    JobState.QUEUED: "pending",
    JobState.RUNNING: "processing",
    JobState.FINISHED: "completed",
}
"""Everything else has failed."""


class TrackTooLarge(TooLarge):
    code = "music_lab.too_large"


class NoTrack(Unsupported):
    code = "music_lab.bad_format"


class NotReady(Conflict):
    code = "music_lab.not_ready"


@dataclass(frozen=True)
class MusicLab:
    uploads: Uploads
    jobs: Jobs
    parts: Parts
    sound: Sound
    chat: Answering
    clock: Callable[[], datetime]
    offload: Offload = directly

    def receive(self, owner: str, name: str, chunks: Iterable[bytes]) -> Upload:
        """Raises TrackTooLarge and NoTrack, in the old words, whatever exactly is wrong with the file."""
        try:
            return self.uploads.receive(owner, name, chunks)
        except Invalid as error:
            if error.field != "file":  # the body around it
                raise
            if isinstance(error, TooLarge):
                raise TrackTooLarge("File too large", next_step=error.next_step) from None
            raise NoTrack("Invalid file format", next_step=error.next_step) from None

    def forget(self, upload: Upload) -> None:
        """It was taken in for an order that is not taken."""
        self.uploads.delete(upload.owner, upload.id)

    def order(self, owner: str, first: Upload, second: Upload, wanted: OldBlend) -> Job:
        """Raises the engine's refusals, in the words of the old form."""
        said = wanted.model_dump(exclude={"start_time", "end_time", "seconds", "seed"}, exclude_none=True)
        window = {"start": wanted.start_time, "end": wanted.end_time}
        options = {"a": first.id, "b": second.id, **window, **said}
        brief = Brief(engine=ENGINE, seconds=wanted.seconds, seed=wanted.seed, options=options)
        try:
            return self.jobs.submit(owner, brief, door=DOOR)
        except Invalid as error:
            error.detail = in_old_words(f"{error.detail} {error.next_step or ''}".strip())
            raise

    def job(self, job_id: str) -> Job:
        """Raises NotFound, also for one whose time is over."""
        job = self.jobs.through(DOOR, job_id)
        if job.expires_at is not None and job.expires_at <= self.clock():
            raise JobNotFound("Its time is over.", next_step="Order it again.")
        return job

    def status(self, job_id: str) -> OldStatus:
        job = self.job(job_id)
        parts = job.work.parts if job.work else []
        return OldStatus(
            job_id=job.id,
            status=STATES.get(job.state, "failed"),
            progress=100 if job.state is JobState.FINISHED else min(int(100 * job.progress.fraction), 99),
            message=self._message(job),
            notes=[in_old_words(note) for note in job.work.notes] if job.work else [],
            files={part.name: f"/api/files/{job.id}/{part.name}" for part in parts},
        )

    def download(self, job_id: str) -> FileInfo:
        """Raises NotReady, and NotFound where somebody cleaned up meanwhile."""
        job = self._finished(job_id)
        info: FileInfo | None = self.offload(self.sound.open, job)
        if info is None:
            raise NotReady("Not ready", next_step="It was ordered without sound: fetch its MIDI file.")
        try:
            self.job(job_id)
        except NotFound:
            self.jobs.discard(job)
            raise
        return info

    def file(self, job_id: str, name: str) -> FileInfo:
        """Any part of the work, and its sounds in other formats. Raises NotReady, NotFound."""
        info: FileInfo = self.offload(self.parts.open, self._finished(job_id), name)
        return info

    def answer(self, asked: OldQuestion) -> OldAnswer:
        """Raises NotFound; whatever else is asked has an answer."""
        return self.chat.answer(self.job(asked.job_id), asked.question)

    def clean_up(self, job_id: str) -> None:
        """Nothing of it stays; one that is being made is called off. Raises NotFound."""
        self.jobs.discard(self.job(job_id))

    def _finished(self, job_id: str) -> Job:
        job = self.job(job_id)
        if job.state is not JobState.FINISHED:
            raise NotReady("Not ready", next_step="Ask for its status until it is completed.")
        return job

    def _message(self, job: Job) -> str:
        if job.error is not None:
            return in_old_words(f"{job.error.detail} {job.error.next_step or ''}".strip())
        told = {
            JobState.RUNNING: in_old_words(job.progress.note).capitalize(),
            JobState.FINISHED: "Completed",
        }
        return self._waiting(job) if job.state is JobState.QUEUED else told.get(job.state, "Called off")

    def _waiting(self, job: Job) -> str:
        before = (self.jobs.view(job).queue_position or 1) - 1
        return f"Waiting: {before} before it" if before else "Waiting"
