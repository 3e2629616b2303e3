"""museaika worker: the hands that make music, on this machine or on any other."""

from typing import Annotated

import typer

from museaika.commands.options import Data


def worker(
    queues: Annotated[str | None, typer.Option(help="Which queues to work on, by comma.", show_default="all")] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=64, help="Jobs at the same time (MUSEAIKA_WORKERS).", show_default="2")
    ] = None,
    mark: Annotated[str | None, typer.Option(hidden=True, help="The file in the data folder that says: ready.")] = None,
    data: Data = None,
) -> None:
    """Work on jobs from the queues until told to stop; on `live`, alone, play streams."""
    from museaika import live_worker
    from museaika.celery import LIVE, QUEUES
    from museaika.commands.configuration import read_settings
    from museaika.worker import run

    wanted = [name.strip() for name in queues.split(",")] if queues else list(QUEUES)
    settings = read_settings(data=data, workers=concurrency)
    if wanted == [LIVE]:
        live_worker.run(settings, mark or live_worker.READY)
        return
    if unknown := sorted(set(wanted) - set(QUEUES)):
        raise typer.BadParameter(
            f"no such queue: {', '.join(unknown)}. Known: {', '.join(QUEUES)}, and {LIVE} by itself.",
            param_hint="queues",
        )
    run(settings, wanted, settings.workers)
