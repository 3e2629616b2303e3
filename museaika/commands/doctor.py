"""museaika doctor: what works, what is missing, and the command that mends it."""

from typing import TYPE_CHECKING, Annotated

import typer

from museaika.commands.options import Data, Host, Json, Port

if TYPE_CHECKING:
    from museaika.checkup.finding import Finding


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="Skip importing every package, which takes seconds.")] = False,
    host: Host = None,
    port: Port = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Look at everything a server needs; exit with 1 when something is broken."""
    import json
    import sys

    from rich.console import Console

    from museaika.checkup import house, machine, packages
    from museaika.checkup.finding import State
    from museaika.commands.configuration import read_settings, unknown_variables

    settings = read_settings(host=host, port=port, data=data)
    with Console(stderr=True, quiet=not sys.stderr.isatty()).status("Looking at the machine, packages and services"):
        found = [*machine.look(settings, unknown_variables()), *packages.look(deep=not quick), *house.look(settings)]
    healthy = all(finding.state is not State.BROKEN for finding in found)
    if as_json:
        typer.echo(json.dumps({"healthy": healthy, "findings": [finding.facts() for finding in found]}, indent=2))
    else:
        _table(found)
        typer.echo("Everything that must work works." if healthy else "Something is broken: see above.")
    raise typer.Exit(0 if healthy else 1)


def _table(found: "list[Finding]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    marks = {"works": ("ok", "green"), "note": ("note", "yellow"), "broken": ("BROKEN", "bold red")}
    table = Table(box=None, pad_edge=False)
    for title in ("", "Area", "What", "How it stands"):
        table.add_column(title, overflow="fold")
    for finding in found:
        detail = Text(finding.detail)
        if finding.mend:
            detail.append(f"\nDo this: {finding.mend}", "bold")
        table.add_row(Text(*marks[finding.state.value]), finding.area, finding.name, detail)
    Console().print(table)
