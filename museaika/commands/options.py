"""Options that several commands share, so that they read the same everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="The data folder (MUSEAIKA_DATA).", show_default="data")]
Host = Annotated[str | None, typer.Option(help="The address to listen on (MUSEAIKA_HOST).", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="The port to listen on (MUSEAIKA_PORT).", show_default="8000")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for scripts instead of text for people.")]
