"""museaika upkeep: the one process that brings back lost jobs and clears what has expired."""

from museaika.commands.options import Data


def upkeep(data: Data = None) -> None:
    """Recover jobs whose worker died, and sweep what has expired; one is enough for a whole installation."""
    import signal
    import threading

    from museaika.commands.configuration import read_settings
    from museaika.upkeep import run

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(read_settings(data=data), stop)
