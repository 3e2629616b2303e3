"""`Producer`: the old service's three requests, made of uploads, twins and jobs, and answered when all is done."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from models.errand import ENDED, Errand, ErrandState
from models.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from models.generation import Brief
from models.job import SETTLED, Job, JobError, JobState
from models.producer import OldOrder, OldStore, OldStored, OldTrain, OldTrained
from models.twin import USUAL_MODEL, Skipped, TwinOrder
from models.upload import Upload
from modules.files.store import FileInfo, Files
from modules.jobs.jobs import Jobs
from modules.jobs.parts import Parts
from modules.offload import Offload, directly
from modules.producer.material import Found, Material
from modules.producer.patience import Patience, StillAtWork
from modules.twins.references import old_path
from modules.twins.twins import Twins, check_count

DOOR: Final = "producer"
ENGINE: Final = "twin"
BACKENDS: Final = ("ace_step", "musicgen", "composer")
"""The first that is ready, where nobody says which."""
WAV: Final = "mix.wav"


class ConsentMissing(Forbidden):
    code = "producer.no_consent"
    title = "Nobody says that this music may be learned from"


class NotTrained(Invalid):
    code = "producer.not_trained"
    title = "It could not be trained"


class NotMade(Unavailable):
    code = "producer.not_made"
    title = "It could not be made"


class CalledOff(Conflict):
    code = "producer.called_off"
    title = "Somebody called it off"


@dataclass(frozen=True)
class Producer:
    """consent: whether the operator states that what comes through this door may be learned from."""

    material: Material
    twins: Twins
    jobs: Jobs
    parts: Parts
    files: Files
    patience: Patience
    consent: bool = False
    offload: Offload = directly

    def need_consent(self) -> None:
        """Raises ConsentMissing."""
        if not self.consent:
            raise ConsentMissing(
                "The operator of this server has not said that music sent here may be learned from:"
                " that takes MUSEAIKA_COMPAT_CONSENT=on."
            )

    def store(self, owner: str, given: OldStore) -> OldStored:
        """Keep a file for a training to come, for a day. Raises the refusals of uploads."""
        upload = self.material.uploads.receive_base64(owner, given.filename, given.content_base64)
        path = self.material.keys.issue(owner, given.producer_id, given.job_id, upload)
        return OldStored(path=path, producer_id=given.producer_id, job_id=given.job_id)

    def train(self, owner: str, wanted: OldTrain, given: Sequence[Upload | Skipped] = ()) -> OldTrained:
        """given: what came with the order, in its order, broken files too.

        Raises ConsentMissing, TooManyFiles, StillAtWork, NotTrained, CalledOff, and the refusals of material and twins.
        """
        self.need_consent()
        check_count(len(wanted.upload_urls) + len(wanted.upload_paths) + len(given), "upload_urls")
        until = self.patience.until()
        backend = self.backend(wanted.backend_override)
        in_time = partial(self.patience.left, until)
        with self.material.of(owner, wanted, list(given), in_time) as found:
            twin, errand = self.twins.order(owner, _order(wanted, found, backend))
            job_id = wanted.job_id or errand.id
            try:
                done = self._taught(owner, errand, until, job_id)
            except StillAtWork:
                found.passing.clear()  # still needed: they go when their own time is over
                raise
            _need_success(done)
            skipped = [*found.skipped, *self.twins.get(owner, twin.id).skipped]
        return OldTrained(
            job_id=job_id,
            producer_id=wanted.producer_id,
            model_name=wanted.model_name,
            backend=backend,
            lora_path=old_path(wanted.producer_id, wanted.model_name),
            verdict=(done.result or {}).get("words"),
            skipped=skipped,
        )

    def play(self, owner: str, wanted: OldOrder) -> Job:
        """The finished job. Raises StillAtWork, NotMade, CalledOff, and the refusals of the engine."""
        until = self.patience.until()
        lora = self._twin(owner, wanted)
        backend = self.backend(wanted.backend_override) if wanted.backend_override or lora is None else None
        options = {"prompt": wanted.prompt, "lora_id": lora, "backend": backend, "sounds": "mix"}
        said = {name: one for name, one in options.items() if one is not None}
        brief = Brief(engine=ENGINE, seconds=wanted.duration_seconds, seed=wanted.seed, options=said)
        job = self.jobs.submit(owner, brief, door=DOOR)
        done = self.patience.wait(
            lambda: self.jobs.through(DOOR, job.id), lambda one: one.state in SETTLED, until, job.id
        )
        if done.state is not JobState.FINISHED:
            raise NotMade(_told(done.error)) if done.error else CalledOff("It was called off.")
        return done

    def base64(self, job: Job) -> str:
        """Its sound as text: a WAV file."""
        text: str = self.offload(self._base64, job)
        return text

    def sound(self, job_id: str) -> FileInfo:
        """The same as a file, for whoever knows the id. Raises JobNotFound, PartMissing."""
        info: FileInfo = self.offload(self.parts.open, self.jobs.through(DOOR, job_id), WAV)
        return info

    def backend(self, asked: str | None) -> str:
        """Raises UnknownBackend and BackendNotReady, with the command that mends it."""
        backends = self.twins.backends
        if asked is not None:
            return backends.ready(asked.strip().lower().replace("-", "_")).name
        ready = (name for name in BACKENDS if name in backends.cards and not backends.cards[name].missing())
        return next(ready, None) or backends.ready(BACKENDS[-1]).name

    def _taught(self, owner: str, errand: Errand, until: float, job_id: str) -> Errand:
        errands = self.twins.errands
        return self.patience.wait(lambda: errands.get(owner, errand.id), lambda one: one.state in ENDED, until, job_id)

    def _twin(self, owner: str, wanted: OldOrder) -> str | None:
        """What an order names: a lora by any of its names, or the artist's own. Raises TwinNotFound."""
        if wanted.artist_id is None:
            return wanted.lora_id
        own = f"{wanted.artist_id}:{wanted.lora_id or USUAL_MODEL}"
        if wanted.lora_id is None:
            return self.twins.get(owner, own).id
        try:
            return self.twins.get(owner, wanted.lora_id).id
        except NotFound:
            return self.twins.get(owner, own).id

    def _base64(self, job: Job) -> str:
        info = self.parts.open(job, WAV)
        return base64.b64encode(b"".join(self.files.read(info.key))).decode()


def _order(wanted: OldTrain, found: Found, backend: str) -> TwinOrder:
    return TwinOrder(
        producer=wanted.producer_id,
        model=wanted.model_name,
        uploads=found.uploads,
        rights_confirmed=True,
        backend=backend,
        skip_preprocess=wanted.skip_preprocess,
        tag_before_train=wanted.tag_before_train,
        steps=wanted.steps,
        facts=found.facts,
    )


def _need_success(errand: Errand) -> None:
    if errand.state is ErrandState.CANCELLED:
        raise CalledOff("The training was called off.")
    if errand.error is not None:
        raise NotTrained(_told(errand.error))


def _told(error: JobError) -> str:
    return f"{error.detail} {error.next_step or ''}".strip()
