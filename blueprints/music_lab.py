"""/api/generate and its family: the routes of the old MusicLab, without login, field for field."""

from contextlib import ExitStack
from functools import partial
from typing import Any

from flask import Response, request

from blueprints import music_lab_form
from blueprints.compat import door, local_user
from blueprints.current import services
from blueprints.downloads import send_file
from blueprints.guard import arriving
from blueprints.json_body import fitted
from blueprints.uploads import JSON, MULTIPART, READ_AWAY, let_finish
from models.errors import MuseaikaError
from models.music_lab import OldAnswer, OldBlend, OldCleaned, OldJob, OldQuestion, OldStatus
from models.upload import Upload
from modules.files.store import FileMissing
from modules.jobs.jobs import JobExpired, JobNotFound
from modules.music_lab.lab import NoTrack, NotReady, TrackTooLarge
from modules.music_lab.sound import NAME

music_lab = door("music_lab", "/api", word="detail")
music_lab.after_request(lambda response: let_finish(response, 2 * READ_AWAY))  # there are two tracks
TRACK = {"type": "string", "format": "binary"}
FORM: dict[str, Any] = OldBlend.model_json_schema()
FORM = FORM | {"properties": {"track1": TRACK, "track2": TRACK, **FORM["properties"]}, "required": ["track1", "track2"]}
BODY = {"required": True, "content": {MULTIPART: {"schema": FORM}}}
QUESTION: dict[str, Any] = OldQuestion.model_json_schema()
ASKED = {
    "requestBody": {"required": False, "content": {JSON: {"schema": QUESTION}}},
    "parameters": [
        {"in": "query", "name": name, "required": False, "schema": schema}
        for name, schema in QUESTION["properties"].items()
    ],
}
DETAIL = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
TOLD = {
    400: "Invalid file format, File too large, or Not ready",
    401: "The server wants a key, or the bearer token is none",
    404: "Job not found",
    415: "Not a form",
    422: "A field that does not fit",
    429: "Too many",
    503: "The engine is not ready",
    507: "The storage is full",
}


def answers(*refused: int, sound: str | None = None) -> dict[int | str, Any]:
    """Refusals as they are told here; sound: the media type of what is answered otherwise."""
    told = {code: {"description": TOLD[code], "content": {JSON: {"schema": DETAIL}}} for code in refused}
    found = {200: {"description": "The file", "content": {sound: {"schema": TRACK}}}} if sound else {}
    return {**found, **told}


@music_lab.errorhandler(TrackTooLarge)
@music_lab.errorhandler(NoTrack)
@music_lab.errorhandler(NotReady)
def refused(error: MuseaikaError) -> tuple[dict[str, str], int]:
    return {"detail": error.detail}, 400


@music_lab.errorhandler(JobNotFound)
@music_lab.errorhandler(JobExpired)
@music_lab.errorhandler(FileMissing)
def not_found(_: MuseaikaError) -> tuple[dict[str, str], int]:
    return {"detail": "Job not found"}, 404


@music_lab.post("/generate")
@music_lab.output(OldJob)
@music_lab.doc(responses=answers(400, 401, 415, 422, 429, 503, 507), extensions={"requestBody": BODY})
def generate() -> OldJob:
    """Hand in two tracks (50 MB each: mp3, wav, flac, ogg, m4a or MIDI) for a new piece that has something of both.

    With a bearer token the order is yours at /generations too.
    """
    who = arriving(services.identity)
    owner = who.user.id if who else local_user().id
    with ExitStack() as refusal:
        first, second, wanted = music_lab_form.given(partial(_received, refusal, owner))
        job = services.music_lab.order(owner, first, second, wanted)
        refusal.pop_all()
    return OldJob(job_id=job.id)


@music_lab.get("/status/<job_id>")
@music_lab.output(OldStatus)
@music_lab.doc(responses=answers(401, 404))
def status(job_id: str) -> OldStatus:
    """How it goes; over a socket, job:watch with this id tells the same while it happens."""
    return services.music_lab.status(job_id)


@music_lab.get("/download/<job_id>")
@music_lab.doc(responses=answers(400, 401, 404, sound="audio/wav"))
def download(job_id: str) -> Response:
    """The music as the old page plays it, WAV, 24 kHz, mono, 16 bit; /api/files has it in other forms."""
    answer = send_file(services.files, services.music_lab.download(job_id), NAME)
    answer.headers.set("Content-Disposition", "attachment", filename=NAME)
    return answer


@music_lab.get("/files/<job_id>/<path:name>")
@music_lab.doc(responses=answers(400, 401, 404, sound="*/*"))
def file(job_id: str, name: str) -> Response:
    """One file of the work, as `files` of its status has them; a sound is there as .wav, .mp3 and .ogg too."""
    return send_file(services.files, services.music_lab.file(job_id, name), name.rsplit("/", 1)[-1])


@music_lab.delete("/cleanup/<job_id>")
@music_lab.output(OldCleaned)
@music_lab.doc(responses=answers(401, 404))
def cleanup(job_id: str) -> OldCleaned:
    """Remove every trace of it; what is still being made is called off."""
    services.music_lab.clean_up(job_id)
    return OldCleaned(job_id=job_id)


@music_lab.post("/chat")
@music_lab.output(OldAnswer)
@music_lab.doc(responses=answers(400, 401, 404, 422, 429), extensions=ASKED)
def chat() -> OldAnswer:
    """Ask in plain English about the two tracks, the result, or what to try; job_id and question as query or JSON."""
    body = request.get_json(force=True) if request.content_length else {}
    said = body if isinstance(body, dict) else {}
    return services.music_lab.answer(fitted(OldQuestion, said | request.args.to_dict()))


def _received(refusal: ExitStack, owner: str, name: str, chunks: Any) -> Upload:
    """What was taken in for an order that is refused afterwards goes at once."""
    upload = services.music_lab.receive(owner, name, chunks)
    refusal.callback(services.music_lab.forget, upload)
    return upload
