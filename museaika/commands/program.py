"""The command line as a whole: its commands, and how it ends."""

import sys
from typing import Annotated

import typer

from models.errors import MuseaikaError
from museaika.commands.refusals import status_of, tell
from museaika.commands.up import up
from museaika.commands.upkeep import upkeep
from museaika.commands.web import web
from museaika.commands.worker import worker

STATUSES = "Exit status: 0 done, 1 something is missing, 2 usage, 69 a service is away, 75 not now, 78 a wrong setting."


def _version(wanted: bool) -> None:
    if wanted:
        from museaika import __version__

        typer.echo(f"museaika {__version__}")
        raise typer.Exit


def museaika(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """A self-hosted realtime server that turns a mood into music."""


def program() -> typer.Typer:
    made = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        epilog=STATUSES,
    )
    made.callback(epilog=STATUSES)(museaika)
    server = "The server"
    made.command(rich_help_panel=server, epilog="Example: museaika up --port 9000 --data ~/museaika")(up)
    made.command(rich_help_panel=server, epilog="Example: MUSEAIKA_REDIS_URL=redis://host/0 museaika web")(web)
    made.command(rich_help_panel=server, epilog="Example: museaika worker --queues gpu --concurrency 1")(worker)
    made.command(rich_help_panel=server, epilog="Example: museaika upkeep")(upkeep)
    return made


def run() -> None:
    """Refusals are told plainly; anything else is a mistake of ours and shows where."""
    try:
        program()()
    except MuseaikaError as error:
        tell(error, as_json="--json" in sys.argv)
        sys.exit(status_of(error))
