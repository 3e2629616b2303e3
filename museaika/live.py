"""Builds what plays live: the board, the doors to streams, and the turns of the workers."""

import json
import logging
import secrets
import threading
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kombu.exceptions import OperationalError

from models.generation import Brief
from models.schema import utc_now
from modules.audio.bundled import bundled_soundfont
from modules.documents.shelf import Shelf
from modules.generation.engines.composer import WEIGHTS
from modules.jobs.jobs import Jobs
from modules.live.board import Board
from modules.live.collection import STREAMS, Stream
from modules.live.composers import opening
from modules.live.endings import Endings
from modules.live.keeping import KeptStream
from modules.live.likening import Likening
from modules.live.live import Live
from modules.live.streams import Crew, Streams, Terms
from modules.live.ticker import Ticker
from modules.live.turns import Turns
from modules.offload import Offload
from museaika.celery import LIVE
from museaika.connections import Connections
from museaika.ids import new_id
from museaika.live_mark import wanting
from museaika.making import Making
from museaika.settings import Settings

logger = logging.getLogger(__name__)


def build_live(settings: Settings, connected: Connections, making: Making, jobs: Jobs, offload: Offload) -> Live:
    live = settings.live
    board = Board(connected.redis_url, live.silence.total_seconds())
    shelf = Shelf(connected.documents, STREAMS, Stream)
    endings = Endings(board, shelf, connected.publisher, utc_now)
    send = _sending(connected.celery)
    crew = Crew(Likening(making.uploads), send, wanting(settings.data / "run"), _keeping(jobs))
    terms = Terms(utc_now, new_id, lambda: secrets.randbelow(2**31), (live.per_person, live.most))
    weights = settings.engines.get("composer", {}).get("weights")
    composer = opening(Path(weights) if weights else WEIGHTS)
    turns = Turns(board, endings, connected.publisher, composer, live.longest.total_seconds())
    soundfont = settings.soundfont or bundled_soundfont()
    return Live(
        Streams(board, shelf, endings, crew, terms), turns, Ticker(board, send), _broadcasting(soundfont, offload)
    )


def _broadcasting(soundfont: Path, offload: Offload) -> Callable[[], Any]:
    @cache
    def made() -> Any:
        from modules.live.sounding.broadcast import Broadcasts  # noqa: PLC0415 - signal processing, for who listens

        return Broadcasts(soundfont, offload)

    one_at_a_time = threading.Lock()

    def opened() -> Any:
        with one_at_a_time:
            return offload(made)

    return opened


def _sending(celery: Any) -> Callable[[str], None]:
    def send(stream_id: str) -> None:
        try:
            celery.send_task("live_turn", [stream_id], queue=LIVE, task_id=str(uuid.uuid4()))
        except OperationalError as error:
            logger.warning("the broker is away (%s); stream %s has to wait", error, stream_id)

    return send


def _keeping(jobs: Jobs) -> Callable[[Stream], str]:
    def keep(stream: Stream) -> str:
        recording = {"opening": json.loads(stream.opening or "{}"), "moods": stream.moods}
        brief = Brief(engine=KeptStream.name, seed=stream.seed, options=recording)
        return jobs.submit(stream.owner, brief, key=f"live {stream.id}").id

    return keep
