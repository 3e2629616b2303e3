"""museaika worker: the hands that make music, on this machine or on any other."""

from typing import Annotated

import typer

from museaika.commands.options import Data


def worker(
    queues: Annotated[str | None, typer.Option(help="Which queues to work on, by comma.", show_default="all")] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=64, help="Jobs at the same time (MUSEAIKA_WORKERS).", show_default="2")
    ] = None,
    data: Data = None,
) -> None:
    """Work on jobs from the queues until told to stop."""
    from museaika.celery import QUEUES
    from museaika.commands.configuration import read_settings
    from museaika.worker import run

    wanted = [name.strip() for name in queues.split(",")] if queues else list(QUEUES)
    if unknown := sorted(set(wanted) - set(QUEUES)):
        raise typer.BadParameter(
            f"no such queue: {', '.join(unknown)}. Known: {', '.join(QUEUES)}.", param_hint="queues"
        )
    settings = read_settings(data=data, workers=concurrency)
    run(settings, wanted, settings.workers)
