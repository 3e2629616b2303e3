"""museaika weights: what can be fetched for engines that ship without their weights, and the fetching itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from modules.fetching.manifest import Weights
    from modules.fetching.shelf import Shelf


class Action(StrEnum):
    LIST = "list"
    FETCH = "fetch"


def weights(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    name: Annotated[str | None, typer.Argument(help="Which weights to fetch.", show_default=False)] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Take them from a folder instead of the network.")
    ] = None,
    mirror: Annotated[
        str | None, typer.Option(metavar="URL", help="Fetch them from below this address; they must be the same files.")
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """List the weights that can be fetched, or fetch some: resumed where it stopped, and checked."""
    from modules.fetching.manifest import WEIGHTS, weights_named
    from modules.fetching.shelf import Shelf
    from museaika.commands.configuration import read_settings

    settings = read_settings(data=data)
    shelf = Shelf(settings.weights_folder)
    if action is Action.LIST:
        _told([*WEIGHTS], shelf, as_json=as_json)
        return
    if name is None:
        known = ", ".join(one.name for one in WEIGHTS)
        raise typer.BadParameter(f"say which: {known}", param_hint="NAME")
    wanted = weights_named(name)
    if source is not None:
        shelf.take(wanted, source)
    else:
        token = settings.hf_token.get_secret_value() if settings.hf_token else None
        with _progress(wanted) as tell:
            shelf.fetch(wanted, tell, mirror=mirror, token=token)
    _told([wanted], shelf, as_json=as_json)


def _told(found: "list[Weights]", shelf: "Shelf", *, as_json: bool) -> None:
    facts = [
        {
            "name": one.name,
            "title": one.title,
            "licence": one.licence,
            "page": one.page,
            "bytes": shelf.known(one).size,
            "ready": not shelf.lacking(one),
            "folder": str(shelf.folder / one.name),
            "lacking": [file.name for file in shelf.lacking(one)],
        }
        for one in found
    ]
    if as_json:
        import json

        typer.echo(json.dumps({"weights": facts}, indent=2))
        return
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    for one in facts:
        state = "[green]there[/]" if one["ready"] else f"[yellow]not there[/]: museaika weights fetch {one['name']}"
        size = f"{one['bytes'] / 1e6:,.0f} MB" if one["bytes"] else "as large as the hub says when it is asked"
        console.print(f"[bold]{one['name']}[/] {size}, {state}")
        for line in (one["title"], one["licence"], one["page"], one["folder"]):
            console.print(f"  {line}", markup=False)


@contextmanager
def _progress(wanted: "Weights") -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(f"fetching {wanted.name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
