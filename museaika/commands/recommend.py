"""museaika recommend: music for a mood and a goal, from the collection and a file of tracks; no server needed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from models.recommendation import Recommendation, Wish
    from museaika.recommended import Recommended

MoodOption = Annotated[str, typer.Option(help="A word such as calm, or valence and arousal: .5,-.3")]
GoalOption = Annotated[str, typer.Option(help="match, lift, calm, energize or journey.")]
To = Annotated[str | None, typer.Option(help="Where a journey ends; said like the mood.")]
Tracks = Annotated[
    Path | None, typer.Option("--tracks", metavar="CSV", help="Your tracks: artist and title, or Exportify's.")
]
Table = Annotated[
    Path | None,
    typer.Option("--features", metavar="CSV", help="What tracks feel like: artist, title, valence, energy."),
]
Collection = Annotated[
    Path | None, typer.Option(metavar="INDEX", help="The collection (MUSEAIKA_MATCHING__INDEX; else the shipped one).")
]


def recommend(
    mood: MoodOption,
    goal: GoalOption = "match",
    to: To = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many tracks.")] = 20,
    seed: Annotated[int | None, typer.Option(min=0, help="The same seed gives the same list.")] = None,
    tracks: Tracks = None,
    features: Table = None,
    collection: Collection = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Find music that matches a mood, lifts, calms, energizes, or leads to another mood; and say why each track."""
    from museaika.commands.configuration import read_settings
    from museaika.recommended import recommended, wish_of

    settings = read_settings(data=data)
    wish = wish_of({"mood": mood, "goal": goal, "to": to, "limit": limit, "seed": seed})
    table = features or settings.recommending.features
    found = recommended(wish, collection or settings.matching.index, tracks, table)
    _tell(found, wish, as_json=as_json)


def _tell(found: "Recommended", wish: "Wish", *, as_json: bool) -> None:
    import json

    if as_json:
        typer.echo(json.dumps(found.as_json(wish), indent=1, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    for number, item in enumerate(found.made.items, 1):
        console.print(*_line(number, item), sep="")
    for note in found.notes:
        console.print(note, style="yellow", markup=False)
    console.print(f"Seed {wish.seed}: the same wish with it gives the same list again.", style="dim")


def _line(number: int, item: "Recommendation") -> list[Any]:
    from rich.text import Text

    named = f"{item.artist} - {item.name}" if item.artist else item.name
    place = f"{item.features.valence or 0:+.2f} {item.features.energy or 0:+.2f}"
    told = Text(f"{number:3}  "), Text(named, "bold"), Text(f"  ({place}; score {item.score:.2f})", "dim")
    return [*told, Text(f"\n     {item.sentence}")]
