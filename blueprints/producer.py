"""/producer, /api/producer and /api/artist: the routes of the old producer service, without login, field for field."""

from contextlib import ExitStack
from functools import partial
from typing import Any

from apiflask import APIBlueprint
from flask import Response, url_for

from blueprints import producer_form
from blueprints.compat import door, local_user
from blueprints.current import services
from blueprints.downloads import send_file
from blueprints.producer_body import check_password, password_in_header, read, read_large, with_both_spellings
from blueprints.uploads import JSON, MULTIPART, let_finish
from models.producer import OldMusic, OldOrder, OldSong, OldStore, OldStored, OldTrain, OldTrained
from models.schema import Schema
from models.upload import Upload
from modules.producer.patience import StillAtWork

TIMED_OUT = 504
FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"file": FILES, "producerId": {"type": "string"}, "x-train-password": {"type": "string"}},
    "required": ["file", "producerId"],
}
TEXT = {"type": "string"}
ERROR = {"type": "object", "properties": {"error": TEXT}, "required": ["error"]}
LATE = {**ERROR, "properties": {"error": TEXT, "job_id": TEXT}}
REFUSED = (401, 403, 404, 409, 413, 415, 422, 429, 503, 507)
ANSWERS: dict[int | str, Any] = {
    **{code: {"description": "Refused", "content": {JSON: {"schema": ERROR}}} for code in REFUSED},
    TIMED_OUT: {"description": "It takes longer than MUSEAIKA_COMPAT_WAIT", "content": {JSON: {"schema": LATE}}},
}


def takes(schema: dict[str, Any], media_type: str = JSON) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


STORE, TRAIN, ORDER = (takes(kind.model_json_schema()) for kind in (OldStore, OldTrain, OldOrder))
producer = door("producer", "/producer")
old_twins = door("old_twins", "/api")


def told_late(error: StillAtWork) -> tuple[dict[str, str], int]:
    return {"error": error.detail, "job_id": error.extra["job_id"]}, TIMED_OUT


def _prepared(blueprint: APIBlueprint) -> None:
    blueprint.register_error_handler(StillAtWork, told_late)
    blueprint.after_request(let_finish)


_prepared(producer)
_prepared(old_twins)


@producer.post("/store-upload")
@producer.output(OldStored)
@producer.doc(responses=ANSWERS, extensions=STORE)
def store_upload() -> OldStored:
    """Keep a file for a training; `path` is what `upload_paths` takes."""
    check_password(password_in_header())
    return services.producer.store(local_user().id, read_large(OldStore))


@producer.post("/train")
@producer.output(OldTrained)
@producer.doc(responses=ANSWERS, extensions=TRAIN)
def train() -> Schema:
    """Teach a twin, and answer when it has learned; MUSEAIKA_COMPAT_CONSENT must be on."""
    return _trained()


@producer.post("/generate")
@producer.output(OldMusic)
@producer.doc(responses=ANSWERS, extensions=ORDER)
def generate() -> OldMusic:
    """Order a piece, and have it as the answer: WAV in base64."""
    job = services.producer.play(local_user().id, read(OldOrder))
    return OldMusic(audio_base64=services.producer.base64(job), backend=_backend(job), job_id=job.id)


@old_twins.post("/producer/train")
@old_twins.doc(responses=ANSWERS, extensions=TRAIN)
def train_again() -> dict[str, Any]:
    """The same as /producer/train, answered in both spellings."""
    return with_both_spellings(_trained())


@old_twins.post("/producer/upload-and-train")
@old_twins.doc(responses=ANSWERS, extensions=takes(FORM, MULTIPART))
def upload_and_train() -> dict[str, Any]:
    """Hand files in as a form and teach a twin with them. Where the operator set a password, it is wanted here."""
    services.producer.need_consent()
    owner = local_user().id
    with ExitStack() as refusal:
        given = producer_form.given(partial(_received, refusal, owner))
        services.producer.backend(given.wanted.backend_override)
        refusal.pop_all()
    return with_both_spellings(services.producer.train(owner, given.wanted, given.files))


@old_twins.post("/artist/generate")
@old_twins.output(OldSong)
@old_twins.doc(responses=ANSWERS, extensions=ORDER)
def artist() -> OldSong:
    """Order a piece in an artist's sound: artistId, loraId and prompt."""
    job = services.producer.play(local_user().id, read(OldOrder))
    url = url_for("old_twins.audio", job_id=job.id)
    return OldSong(audio_base64=services.producer.base64(job), backend=_backend(job), job_id=job.id, audioUrl=url)


@old_twins.get("/artist/audio/<job_id>.wav")
@old_twins.doc(responses=ANSWERS)
def audio(job_id: str) -> Response:
    """The piece as a file, for a day, for whoever knows its id."""
    return send_file(services.files, services.producer.sound(job_id), "generated_music.wav")


def _trained() -> OldTrained:
    check_password(password_in_header())
    return services.producer.train(local_user().id, read(OldTrain))


def _backend(job: Any) -> str:
    return str(job.brief.options["backend"])


def _received(refusal: ExitStack, owner: str, name: str, chunks: Any) -> Upload:
    """What was taken in with a form that is refused goes at once."""
    upload = services.uploads.receive(owner, name, chunks)
    refusal.callback(services.uploads.delete, owner, upload.id)
    return upload
