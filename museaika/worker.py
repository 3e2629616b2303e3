"""A Celery worker: prefork, its services built in each child, networks loaded when a job first needs them."""

import logging
import time
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from celery import signals
from celery.platforms import SecurityWarning

from modules.services import Services
from museaika.celery import create_celery
from museaika.connections import redis_url
from museaika.logs import bind, configure
from museaika.settings import Settings
from museaika.wiring import build_services

logger = logging.getLogger(__name__)
READY = "worker.ready"


def run(settings: Settings, queues: list[str], concurrency: int) -> None:
    """Work until told to stop."""
    configure(settings.log_format, settings.log_level)
    celery = prepared(settings)
    signals.task_prerun.connect(_name_the_job)
    announce(settings.data / "run" / READY)
    work(celery, queues, "--pool", "prefork", "--concurrency", str(concurrency))


def prepared(settings: Settings) -> Any:
    """The Celery app of a worker, with its services."""
    warnings.filterwarnings("ignore", category=SecurityWarning)  # containers often run as root, and know it
    celery = create_celery(settings, redis_url(settings))
    provide(celery, settings)
    return celery


def work(celery: Any, queues: list[str], *hands: str) -> None:
    """Take what comes until told to stop."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    name = f"{'-'.join(queues)}.{int(time.time() * 1000)}@%h"
    celery.worker_main(["--quiet", "worker", "--queues", ",".join(queues), "--hostname", name, *hands, *quiet])


def provide(celery: Any, settings: Settings) -> None:
    """Tasks reach services() in the child that runs them; the parent, which forks, never opens a database."""

    @cache
    def services() -> Services:
        return build_services(settings)

    celery.services = services


def announce(mark: Path) -> None:
    """Leave a mark when jobs can be taken, and none while they cannot."""
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)

    def ready(**_: Any) -> None:
        mark.touch()
        logger.info("ready for work")

    signals.worker_ready.connect(ready, weak=False)


def _name_the_job(args: tuple[Any, ...] = (), **_: Any) -> None:
    """Every log line of a task says which job it is about."""
    bind(job_id=str(args[0]) if args else None)
