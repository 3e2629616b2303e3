"""The command line as a whole: its commands, and how it ends."""

import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from models.errors import MuseaikaError, Unavailable
from museaika.commands.asyncapi import asyncapi
from museaika.commands.backup import backup
from museaika.commands.blend import blend
from museaika.commands.compose import compose
from museaika.commands.demo import demo
from museaika.commands.doctor import doctor
from museaika.commands.engines import engines
from museaika.commands.hear import hear
from museaika.commands.keys import keys
from museaika.commands.live import live
from museaika.commands.match import match
from museaika.commands.mood import mood
from museaika.commands.openapi import openapi
from museaika.commands.recommend import recommend
from museaika.commands.refusals import status_of, tell
from museaika.commands.restore import restore
from museaika.commands.song import song
from museaika.commands.twin import twin
from museaika.commands.up import up
from museaika.commands.upkeep import upkeep
from museaika.commands.verify import verify
from museaika.commands.web import web
from museaika.commands.weights import weights
from museaika.commands.worker import worker

OURS = {"museaika", "blueprints", "workers", "modules", "models"}
STATUSES = "Exit status: 0 done, 1 something is missing, 2 usage, 69 a service is away, 75 not now, 78 a wrong setting."

Rows = tuple[tuple[Callable[..., None], str], ...]
PANELS: dict[str, Rows] = {
    "The server": (
        (up, "museaika up --port 9000 --data ~/museaika"),
        (web, "MUSEAIKA_REDIS_URL=redis://host/0 museaika web"),
        (worker, "museaika worker --queues gpu --concurrency 1"),
        (upkeep, "museaika upkeep"),
        (demo, "museaika demo --port 8765"),
    ),
    "Music": (
        (compose, "museaika compose --mood calm --style piano --seconds 60 --count 5 --out songs/"),
        (blend, "museaika blend a.mp3 b.wav --amount 0.4 --out out.wav"),
        (song, "museaika song backing.mp3 --lyrics words.txt --voice alto --out song/"),
        (live, "museaika live --mood calm --style piano --minutes 5 --out evening.mid"),
        (twin, 'museaika twin train ann tracks/*.mid; museaika twin play ann "dark piano, 90 bpm" --out songs/'),
        (match, "museaika match tracks.csv --collection clean_midi.txt.gz --json matches.json"),
    ),
    "Listening": (
        (recommend, "museaika recommend --mood sad --goal journey --to happy --tracks liked.csv"),
        (hear, "museaika hear song.mp3 --picture song.png"),
    ),
    "Moods": ((mood, "museaika mood photo.jpg --text 'What a day!'"),),
    "Looking": (
        (doctor, "museaika doctor --json"),
        (engines, "museaika engines"),
        (verify, "museaika verify mix.flac score.mid"),
        (openapi, "museaika openapi --json > openapi.json"),
        (asyncapi, "museaika asyncapi --check docs/asyncapi.yaml"),
    ),
    "Keeping": (
        (backup, "museaika backup ~/museaika-monday.tar.gz"),
        (restore, "museaika restore ~/museaika-monday.tar.gz"),
        (keys, "museaika keys --rotate"),
        (weights, "museaika weights fetch encodec"),
    ),
}


class PackageMissing(Unavailable):
    code = "package.missing"


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
    for panel, rows in PANELS.items():
        for command, example in rows:
            made.command(rich_help_panel=panel, epilog=f"Example: {example}")(command)
    return made


def run() -> None:
    """Refusals are told plainly; anything else is a mistake of ours and shows where."""
    try:
        program()()
    except MuseaikaError as error:
        _refuse(error)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in OURS:
            raise
        _refuse(PackageMissing(f"The package {error.name} is not installed.", next_step="make install"))


def _refuse(error: MuseaikaError) -> NoReturn:
    tell(error, as_json="--json" in sys.argv)
    sys.exit(status_of(error))
