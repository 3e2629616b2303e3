"""The only place that knows every concrete class: settings in, services out."""

import logging
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import redis
import socketio
from kombu.exceptions import OperationalError

from models.errors import Unavailable
from models.schema import utc_now
from modules.documents.mongo import MongoDocuments
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Documents
from modules.files.local import LocalFiles
from modules.files.s3 import S3Files
from modules.files.store import Files
from modules.generation.questions.questions import Questions
from modules.generation.registry import Engines
from modules.identity.consents import Consents
from modules.identity.identity import Identity
from modules.jobs.desk import Desk
from modules.jobs.jobs import Jobs
from modules.jobs.likings import Likings
from modules.jobs.parts import Parts
from modules.jobs.recovery import Recovery
from modules.jobs.terms import Terms
from modules.jobs.workshop import Workshop
from modules.library.tracks import Tracks
from modules.linking import Linking
from modules.matching.matching import Matching
from modules.mood.detectors import chosen
from modules.mood.detectors.needs import missing
from modules.mood.moods import Moods
from modules.mood.readers import Readers
from modules.playlists.kept import KeptPlaylists
from modules.privacy import Privacy
from modules.probes import Probes
from modules.provenance.provenance import Provenance
from modules.realtime import CHANNEL, SocketPublisher
from modules.services import COLLECTIONS, Offload, Services
from modules.uploads.uploads import Uploads
from museaika import __version__
from museaika.celery import create_celery
from museaika.recommending import build_playlists, build_recommending
from museaika.settings import Settings
from museaika.signers import Signers
from museaika.spotify import build_spotify
from museaika.turnstile import Turnstile

logger = logging.getLogger(__name__)
WAITING = 64
"""Pictures and texts that may wait to be read; more are told to come back."""


class MoodsUnready(Unavailable):
    code = "mood.not_ready"


def new_id() -> str:
    """128 random bits: an id that nobody guesses."""
    return secrets.token_urlsafe(16)


def directly(function: Callable[..., Any], *arguments: Any) -> Any:
    """Offload for processes without a hub."""
    return function(*arguments)


def redis_url(settings: Settings) -> str:
    """The operator's, or that of our own Valkey, which leaves it in the data folder while it runs."""
    if settings.redis_url:
        return settings.redis_url
    left = settings.data / "run" / "valkey.url"
    if not left.exists():
        raise Unavailable(
            "No Valkey is running for this data folder.",
            next_step="Start everything with `museaika up`, or set MUSEAIKA_REDIS_URL to a server of yours.",
        )
    return left.read_text().strip()


def build_documents(settings: Settings) -> Documents:
    if settings.documents == "sqlite":
        settings.data.mkdir(parents=True, exist_ok=True)
        return SQLiteDocuments(settings.data / "museaika.sqlite", utc_now)
    return MongoDocuments(settings.documents, utc_now)


def build_files(settings: Settings) -> Files:
    if settings.files == "local":
        return LocalFiles(settings.data / "files")
    s3 = settings.s3
    secret = s3.secret_key.get_secret_value() if s3.secret_key else None
    return S3Files(s3.bucket, endpoint=s3.endpoint, region=s3.region, access_key=s3.access_key, secret_key=secret)


def build_provenance(settings: Settings) -> Provenance:
    signers = Signers.of(settings)
    signer = signers.current()
    return Provenance(signer, signers.known(), f"MuseAIka {__version__}")


def build_readers(settings: Settings, offload: Offload = directly) -> Readers:
    """What reads moods, so many at a time; nothing of it is opened yet."""
    networks = {"face": settings.mood.face.network, "text": settings.mood.text.network}
    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    return Readers(
        lambda data, **how: _pictures().opened(data, largest_pixels=settings.mood.picture_pixels, **how),
        lambda: _reader("face", networks["face"], token),
        lambda: _reader("text", networks["text"], token),
        Turnstile(offload, settings.mood.places, WAITING),
        lambda kind: missing(kind, networks[kind]),
    )


def build_services(settings: Settings, offload: Offload = directly) -> Services:
    documents, files = build_documents(settings), build_files(settings)
    documents.prepare(COLLECTIONS)
    url = redis_url(settings)
    celery, publisher = create_celery(settings, url), _publisher(url)
    engines = Engines.from_settings(_sections(settings))
    uploads, provenance = _uploads(settings, documents, files, offload), build_provenance(settings)
    terms = Terms(utc_now, new_id, lambda: secrets.randbelow(2**31), settings.retention.works)
    tracks, matching = Tracks(documents, utc_now), Matching(settings.matching.index)
    likings = Likings(tracks.all_of, matching, KeptPlaylists(documents).items_of, offload=offload)
    desk = Desk(documents, files, engines, uploads, publisher, _enqueue(celery), terms, provenance, likings)
    jobs, moods = Jobs(desk), Moods(documents, utc_now, new_id)
    spotify, privacy = build_spotify(settings, documents, publisher), Privacy(documents, files)
    recommending = build_recommending(settings.recommending, documents, matching, moods, spotify, offload)
    return Services(
        documents=documents,
        files=files,
        engines=engines,
        identity=Identity(documents, utc_now),
        consents=Consents(documents, utc_now),
        moods=moods,
        readers=build_readers(settings, offload),
        tracks=tracks,
        matching=matching,
        recommending=recommending,
        playlists=build_playlists(documents, jobs, recommending, new_id),
        uploads=uploads,
        jobs=jobs,
        questions=Questions(files, provenance, engines, _there(uploads, likings), offload),
        parts=Parts(files, provenance),
        workshop=Workshop(desk, settings.data / "scratch" / "jobs"),
        recovery=Recovery(desk, _backlog(url)),
        privacy=privacy,
        spotify=spotify,
        linking=Linking(documents, spotify.links, privacy, tracks, clock=utc_now, new_id=new_id),
        provenance=provenance,
        probes=Probes({"documents": documents.ping, "files": files.ping, "broker": _pinged(url)}),
        publisher=publisher,
        offload=offload,
    )


def _publisher(url: str) -> SocketPublisher:
    patience = {"socket_timeout": 2, "socket_connect_timeout": 2}
    return SocketPublisher(socketio.RedisManager(url, channel=CHANNEL, write_only=True, redis_options=patience))


def _there(uploads: Uploads, likings: Likings) -> Callable[[str, str], bool]:
    """Whether what an order was made from can be named in another: an upload, or a file of the collection."""
    return lambda owner, needed: likings.has(needed) or uploads.has(owner, needed)


def _uploads(settings: Settings, documents: Documents, files: Files, offload: Offload) -> Uploads:
    return Uploads(
        documents,
        files,
        utc_now,
        new_id,
        keep=settings.retention.uploads,
        storage_limit=settings.storage_limit,
        scratch=settings.data / "scratch" / "uploads",
        offload=offload,
    )


def _pictures() -> Any:
    from modules.mood import pictures  # noqa: PLC0415 - image libraries, which a start should not wait for

    return pictures


def _reader(kind: str, network: str, token: str | None) -> Any:
    """Wide open: our own would wait for the first thing to read. Raises MoodsUnready."""
    if lacks := missing(kind, network):
        raise MoodsUnready(f"No mood can be read in a {kind} here: {lacks[0]}.", next_step="See `museaika doctor`.")
    reader = (chosen.face_detector if kind == "face" else chosen.text_detector)(network, token)
    if hasattr(reader, "warm"):
        reader.warm()
    return reader


def _sections(settings: Settings) -> dict[str, dict[str, Any]]:
    """The engines' own sections, with what all of them share filled in."""
    sections = {name: dict(section) for name, section in settings.engines.items()}
    for name in ("render", "composer") if settings.soundfont else ():
        sections.setdefault(name, {}).setdefault("soundfont", settings.soundfont)
    return sections


def _enqueue(celery: Any) -> Callable[[str, str], None]:
    def enqueue(job_id: str, queue: str) -> None:
        try:
            celery.send_task("generate", [job_id], queue=queue, task_id=str(uuid.uuid4()))
        except OperationalError as error:
            logger.warning("the broker is away (%s); upkeep will enqueue job %s", error, job_id)

    return enqueue


def _backlog(url: str) -> Callable[[str], int | None]:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def backlog(queue: str) -> int | None:
        try:
            return int(client.llen(queue))  # type: ignore[arg-type]
        except redis.RedisError:
            return None

    return backlog


def _pinged(url: str) -> Callable[[], None]:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def ping() -> None:
        try:
            client.ping()
        except redis.RedisError as error:
            raise Unavailable(
                f"The broker does not answer: {error}", next_step="Is Valkey running? `museaika doctor` looks."
            ) from None

    return ping
