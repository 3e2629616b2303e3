"""/generations: order music, look at it, keep it, fetch it, call it off."""

from apiflask import APIBlueprint
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from blueprints.current import me, services
from blueprints.downloads import send_file
from blueprints.idempotency import IdempotencyHeader
from models.generation import Brief
from models.job import JobState, JobView
from models.question import Answer, Question

generations = APIBlueprint("generations", __name__, url_prefix="/generations", tag="Generations")
MEMBERS = [401, 404, 410]


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    state: JobState | None = None
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class Jobs(BaseModel):
    items: list[JobView]
    next_cursor: str | None


class Keeping(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kept: bool = Field(description="A kept work never expires")


@generations.post("")
@generations.input(Brief, location="json", arg_name="brief")
@generations.input(IdempotencyHeader, location="headers", arg_name="header")
@generations.output(JobView, status_code=202)
@generations.doc(responses=[401, 409, 415, 429, 503])
def submit(brief: Brief, header: IdempotencyHeader) -> tuple[JobView, int, dict[str, str]]:
    """Order music; the answer says where to look, and events tell how it goes."""
    job = services.jobs.submit(me().id, brief, header.idempotency_key)
    return services.jobs.view(job), 202, {"Location": url_for("generations.one", job_id=job.id)}


@generations.get("")
@generations.input(Which, location="query", arg_name="which")
@generations.output(Jobs)
@generations.doc(responses=[401])
def many(which: Which) -> Jobs:
    """Your orders, newest first."""
    found, cursor = services.jobs.page(me().id, state=which.state, limit=which.limit, cursor=which.cursor)
    return Jobs(items=services.jobs.views(found), next_cursor=cursor)


@generations.get("/<job_id>")
@generations.output(JobView)
@generations.doc(responses=MEMBERS)
def one(job_id: str) -> JobView:
    """How an order stands, and the files of its work: always the truth."""
    return services.jobs.view(services.jobs.get(me().id, job_id))


@generations.patch("/<job_id>")
@generations.input(Keeping, location="json", arg_name="keeping")
@generations.output(JobView)
@generations.doc(responses=[*MEMBERS, 415])
def keep(job_id: str, keeping: Keeping) -> JobView:
    """Keep a work for ever, or let it go again."""
    return services.jobs.view(services.jobs.keep(me().id, job_id, keeping.kept))


@generations.delete("/<job_id>")
@generations.output(JobView, status_code=202)
@generations.doc(responses={204: "Thrown away", 401: "Not signed in", 404: "Not found", 410: "Gone"})
def remove(job_id: str) -> Response | tuple[JobView, int]:
    """Call off what is not finished (202: it ends at its next step), throw away what is (204)."""
    job = services.jobs.remove(me().id, job_id)
    return Response(status=204) if job is None else (services.jobs.view(job), 202)


@generations.get("/<job_id>/files/<path:name>")
@generations.doc(
    responses={200: "The file", 206: "A range of it", 401: "Not signed in", 404: "Not found", 416: "Range"}
)
def file(job_id: str, name: str) -> Response:
    """One file of the work; of one that is being made, its preview. A sound is there as .flac and, made at the first
    call, as .wav, .mp3 and .ogg.
    """
    job = services.jobs.get(me().id, job_id)
    info = services.offload(services.parts.open, job, name)
    return send_file(services.files, info, name.rsplit("/", 1)[-1])


@generations.get("/<job_id>/bundle.zip")
@generations.doc(responses={200: "A zip of every file", 401: "Not signed in", 404: "Not found"})
def bundle(job_id: str) -> Response:
    """All files of the work in one zip."""
    job = services.jobs.get(me().id, job_id)
    headers = {"Content-Disposition": f'attachment; filename="museaika-{job.id}.zip"'}
    chunks = () if request.method == "HEAD" else services.parts.bundle(job)
    return Response(chunks, mimetype="application/zip", headers=headers)


@generations.post("/<job_id>/questions")
@generations.input(Question, location="json", arg_name="question")
@generations.output(Answer)
@generations.doc(responses=[*MEMBERS, 409, 415, 429])
def ask(job_id: str, question: Question) -> Answer:
    """Ask in plain English why a finished work is as it is, or how to change it; answered from its record alone."""
    return services.questions.ask(services.jobs.get(me().id, job_id), question)
