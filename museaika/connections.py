"""What the server is connected to: documents, files, the broker and the sockets' channel, as the settings name them."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
import socketio
from celery import Celery
from kombu.exceptions import OperationalError

from models.errors import Unavailable
from models.schema import utc_now
from modules.documents.mongo import MongoDocuments
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Documents
from modules.files.local import LocalFiles
from modules.files.s3 import S3Files
from modules.files.store import Files
from modules.realtime import CHANNEL, SocketPublisher
from modules.services import COLLECTIONS
from museaika.celery import create_celery
from museaika.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Connections:
    documents: Documents
    files: Files
    redis_url: str
    celery: Celery
    publisher: SocketPublisher


def connect(settings: Settings) -> Connections:
    documents, files = build_documents(settings), build_files(settings)
    documents.prepare(COLLECTIONS)
    url = redis_url(settings)
    return Connections(documents, files, url, create_celery(settings, url), _publisher(url))


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


def _publisher(url: str) -> SocketPublisher:
    patience = {"socket_timeout": 2, "socket_connect_timeout": 2}
    return SocketPublisher(socketio.RedisManager(url, channel=CHANNEL, write_only=True, redis_options=patience))


def enqueuing(celery: Any) -> Callable[[str, str], None]:
    def enqueue(job_id: str, queue: str) -> None:
        try:
            celery.send_task("generate", [job_id], queue=queue, task_id=str(uuid.uuid4()))
        except OperationalError as error:
            logger.warning("the broker is away (%s); upkeep will enqueue job %s", error, job_id)

    return enqueue


def backlog_of(url: str) -> Callable[[str], int | None]:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def backlog(queue: str) -> int | None:
        try:
            return int(client.llen(queue))  # type: ignore[arg-type]
        except redis.RedisError:
            return None

    return backlog


def pinged(url: str) -> Callable[[], None]:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)

    def ping() -> None:
        try:
            client.ping()
        except redis.RedisError as error:
            raise Unavailable(
                f"The broker does not answer: {error}", next_step="Is Valkey running? `museaika doctor` looks."
            ) from None

    return ping
