"""A worker of streams: one process that takes one turn at a time, its networks open before the first, and a ticker."""

import logging
import threading
from typing import Any, Final

from celery import signals

from museaika.celery import LIVE
from museaika.logs import configure
from museaika.settings import Settings
from museaika.worker import announce, prepared, work

logger = logging.getLogger(__name__)
READY: Final = "live.ready"


def run(settings: Settings, mark: str = READY) -> None:
    """Play until told to stop. mark: the file in the data folder that says when it can."""
    configure(settings.log_format, settings.log_level)
    celery = prepared(settings)
    announce(settings.data / "run" / mark)
    stop = threading.Event()
    _tick_once_ready(celery, stop)
    celery.services().live.turns.warm()
    try:
        work(celery, [LIVE], "--pool", "solo")
    finally:
        stop.set()


def _tick_once_ready(celery: Any, stop: threading.Event) -> None:
    def begin(**_: Any) -> None:
        ticker = celery.services().live.ticker
        threading.Thread(target=ticker.run, args=(stop,), name="ticker", daemon=True).start()

    signals.worker_ready.connect(begin, weak=False)
