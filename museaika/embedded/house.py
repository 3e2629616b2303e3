"""Who lives in the house: the roles that make a whole server on one machine, from its settings."""

import sys
from collections.abc import Callable
from dataclasses import replace

from museaika.embedded.demo import Demo
from museaika.embedded.probes import page_answers, written_since
from museaika.embedded.role import Role
from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder
from museaika.live_mark import wanted_lately
from museaika.settings import Settings

SERVICES, PROCESSES = 0, 1


def roles(settings: Settings, folder: DataFolder, valkey: Valkey | None, demo: Demo | None = None) -> list[Role]:
    """Without a Valkey of ours, the processes use the one the settings name."""
    environment = {
        "MUSEAIKA_DATA": str(folder.root),
        "MUSEAIKA_HOST": settings.host,
        "MUSEAIKA_PORT": str(settings.port),
        "MUSEAIKA_WORKERS": str(settings.workers),
        "MUSEAIKA_LOG_FORMAT": settings.log_format,
        "MUSEAIKA_LOG_LEVEL": settings.log_level,
    }
    if valkey:
        environment["MUSEAIKA_REDIS_URL"] = valkey.url

    if demo:
        environment |= demo.environment

    def ours(name: str, ready: Callable[[float], bool], *arguments: str) -> Role:
        argv = (sys.executable, "-P", "-m", "museaika.commands", name, *arguments)
        return Role(name, argv, PROCESSES, ready, environment)

    def playing(number: int) -> Role:
        name = f"live-{number}"
        role = ours("worker", marked(f"{name}.ready"), "--queues", "live", "--mark", f"{name}.ready")
        return replace(role, name=name, wanted=wanted_lately(folder.run, settings.live.rest.total_seconds()))

    def marked(name: str) -> Callable[[float], bool]:
        return lambda started: written_since(folder.run / name, started)

    return [
        *([Role("valkey", valkey.argv, SERVICES, valkey.answers, quiet=True, mend=valkey.mend)] if valkey else []),
        *([Role("demo-spotify", demo.argv, SERVICES, demo.answers)] if demo else []),
        ours("worker", marked("worker.ready"), "--concurrency", str(settings.workers)),
        playing(1),
        playing(2),
        ours("upkeep", marked("upkeep.ready")),
        ours("web", lambda _started: page_answers(settings.host, settings.port)),
    ]
