"""museaika engines: what can be ordered on this machine, and what an engine still needs."""

from typing import TYPE_CHECKING, Any

from museaika.commands.options import Json

if TYPE_CHECKING:
    from modules.generation.engine import EngineCard


def engines(as_json: Json = False) -> None:
    """List the engines: which are ready, and the command that mends those that are not."""
    import json

    import typer

    from museaika.checkup.house import engine_cards
    from museaika.commands.configuration import read_settings

    cards = engine_cards(read_settings())
    if as_json:
        typer.echo(json.dumps({"engines": [_facts(card) for card in cards]}, indent=2))
        return
    _table(cards)


def _facts(card: "EngineCard") -> dict[str, Any]:
    missing = card.missing()
    return {
        "name": card.name,
        "title": card.title,
        "description": card.description,
        "queue": card.queue,
        "ready": not missing,
        "missing": missing,
        "limits": _limits(card),
        "options": card.Options.model_json_schema(),
    }


def _limits(card: "EngineCard") -> list[str]:
    from modules.generation.engine import Limited

    return card.limits() if isinstance(card, Limited) else []


def _table(cards: "list[EngineCard]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Engine", "Queue", "Ready", "What it makes", box=box.SIMPLE)
    for card in cards:
        missing = card.missing()
        ready = Text("yes", "green") if not missing else Text("no", "red")
        table.add_row(card.name, card.queue, ready, Text("\n".join([card.description, *missing, *_limits(card)])))
    Console().print(table)
