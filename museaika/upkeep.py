"""The one process that recovers lost jobs every second and clears what has expired every hour."""

import logging
import threading
import time
from pathlib import Path

from models.errors import Unavailable
from models.generation import Brief
from modules.generation.engines.song.keeping import sweep as sweep_songs
from modules.jobs.dropped import DropFolder
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
    watch(settings, services, stop)
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


def watch(settings: Settings, services: Services, stop: threading.Event) -> None:
    """Look into the watched folder from a thread of its own: taking a long file in must not keep lost jobs waiting."""
    if settings.drop is None:
        return
    folder = DropFolder(settings.drop, services.uploads, services.jobs, services.files, _sung)

    def look() -> None:
        while not stop.wait(TICK):
            try:
                folder.look()
            except (Unavailable, OSError) as error:
                logger.warning("the watched folder has to wait: %s", error)

    threading.Thread(target=look, name="drop", daemon=True).start()


def _sung(upload_id: str, words: str) -> Brief:
    return Brief(engine="song", options={"backing": upload_id, "lyrics": words})


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
