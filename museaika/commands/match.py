"""museaika match: which files of a collection the tracks of a file are; no server needed."""

from pathlib import Path
from typing import Annotated

import typer

from museaika.commands.options import Data

Listed = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help="Columns artist and title, Exportify's, or lines of Artist - Title.")
]
Collection = Annotated[
    Path | None,
    typer.Option(metavar="INDEX_OR_NAMES", help="What to search (MUSEAIKA_MATCHING__INDEX; else the shipped one)."),
]
Out = Annotated[Path | None, typer.Option("--json", metavar="OUT", help="Write it all there; - for the terminal.")]


def match(file: Listed, collection: Collection = None, out: Out = None, data: Data = None) -> None:
    """Find tracks in a collection of MIDI files: how surely each is there, and what speaks for it."""
    import json

    from museaika.commands.configuration import read_settings
    from museaika.liked_tracks import find_tracks

    found = find_tracks(collection or read_settings(data=data).matching.index, file)
    if out is not None:
        text = json.dumps(found.as_rows(), indent=1, ensure_ascii=False) + "\n"
        if str(out) == "-":
            typer.echo(text, nl=False)
            return
        out.write_text(text, encoding="utf-8")
    for line in found.lines():
        typer.echo(line)
