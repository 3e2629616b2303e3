"""Plain refusals on the terminal: what is wrong, what to do next, and an exit status that scripts can tell apart."""

import json

import typer

from models.errors import Conflict, Invalid, MuseaikaError, NotFound, Unavailable

STATUSES: tuple[tuple[type[MuseaikaError], int], ...] = (
    (Invalid, 78),
    (NotFound, 78),
    (Conflict, 75),
    (Unavailable, 69),
)
"""As in sysexits.h: the configuration is wrong, not now, a service is away."""
UNEXPECTED = 70


def status_of(error: MuseaikaError) -> int:
    return next((status for family, status in STATUSES if isinstance(error, family)), UNEXPECTED)


def tell(error: MuseaikaError, *, as_json: bool) -> None:
    """To stderr: stdout belongs to the result."""
    if as_json:
        facts = {"code": error.code, "detail": error.detail, "field": error.field, "next_step": error.next_step}
        typer.echo(json.dumps({"error": facts | error.extra}, default=str), err=True)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True)
    console.print(Text.assemble(("Cannot do that: ", "bold red"), error.detail))
    if error.next_step:
        console.print(Text.assemble(("Do this: ", "bold green"), error.next_step))
