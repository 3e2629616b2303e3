"""The one process that recovers lost jobs every second and clears what has expired every hour."""

import logging
import threading
import time
from pathlib import Path

from models.errors import Unavailable
from modules.generation.engines.song.keeping import sweep as sweep_songs
from modules.services import COLLECTIONS, Services
from museaika.celery import QUEUES
from museaika.logs import configure
from museaika.privacy import kept_songs
from museaika.settings import Settings
from museaika.wiring import build_services

logger = logging.getLogger(__name__)
TICK = 1.0
SWEEP_EVERY = 3600.0
READY = "upkeep.ready"


def run(settings: Settings, stop: threading.Event | None = None) -> None:
    """Look after the jobs until told to stop."""
    configure(settings.log_format, settings.log_level)
    services = build_services(settings)
    stop = stop or threading.Event()
    mark: Path = settings.data / "run" / READY
    swept = -SWEEP_EVERY
    while not stop.is_set():
        try:
            tick(services)
            if time.monotonic() - swept >= SWEEP_EVERY:
                swept = time.monotonic()
                sweep(services)
                sweep_songs(kept_songs(settings))
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        except Unavailable as error:
            logger.warning("upkeep has to wait: %s", error.detail)
        stop.wait(TICK)


def tick(services: Services) -> None:
    services.recovery.recover()
    services.recovery.remind(QUEUES)
    services.errands.recovery.tick()


def sweep(services: Services) -> None:
    works = services.recovery.sweep()
    uploads = services.uploads.sweep()
    rows = services.documents.sweep(COLLECTIONS)
    folders = services.workshop.tidy()
    services.live.streams.sweep()
    services.privacy.resume()
    services.spotify.links.foresee()
    logger.info("swept %d works, %d uploads, %d documents, %d scratch folders", works, uploads, rows, folders)
