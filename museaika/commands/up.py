"""museaika up: the whole server on this machine, kept alive until told to stop."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from museaika.commands.options import Data, Host, Port

if TYPE_CHECKING:
    from museaika.embedded.journal import Journal
    from museaika.embedded.lock import FolderLock
    from museaika.folder import DataFolder
    from museaika.settings import Settings


def up(
    host: Host = None,
    port: Port = None,
    data: Data = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Jobs at the same time (MUSEAIKA_WORKERS).", show_default="2")
    ] = None,
    demo_spotify: Annotated[
        bool, typer.Option("--demo-spotify", help="With a pretended Spotify, to try logging in and playlists.")
    ] = False,
) -> None:
    """Start everything: Valkey, workers, upkeep and the page. Ctrl-C stops it all."""
    from museaika.commands.configuration import read_settings
    from museaika.embedded.lock import FolderLock
    from museaika.embedded.probes import check_listenable

    settings = read_settings(host=host, port=port, data=data, workers=workers)
    folder = _made(settings)
    lock = FolderLock(folder.run / "lock")
    lock.acquire({"address": _address(settings)})
    check_listenable(settings.host, settings.port)
    raise typer.Exit(_supervised(settings, folder, lock, with_demo=demo_spotify))


def _supervised(settings: "Settings", folder: "DataFolder", lock: "FolderLock", *, with_demo: bool) -> int:
    from museaika.embedded.demo import Demo
    from museaika.embedded.house import roles
    from museaika.embedded.journal import Journal, Voice
    from museaika.embedded.supervisor import Supervisor
    from museaika.embedded.valkey import Valkey
    from museaika.logs import configure, hide

    valkey = Valkey.prepared(folder) if settings.embedded_valkey else None
    journal = Journal(folder.logs, as_json=settings.log_format == "json")
    configure(settings.log_format, settings.log_level, "museaika", Voice(journal, "museaika"))
    if valkey:
        hide(valkey.password)
    supervisor = Supervisor(
        roles(settings, folder, valkey, Demo.prepared(settings) if with_demo else None),
        journal,
        kept_open=(lock.fileno(),),
        when_ready=lambda seconds: _welcome(settings, journal, seconds),
    )
    try:
        return supervisor.run()
    finally:
        journal.close()
        lock.release()


def _made(settings: "Settings") -> "DataFolder":
    from museaika.commands.configuration import BadSettings
    from museaika.folder import DataFolder

    try:
        return DataFolder(settings.data).made()
    except OSError as error:
        raise BadSettings(
            f"The data folder {settings.data} cannot be used: {error.strerror}.",
            field="MUSEAIKA_DATA",
            next_step="Name a folder you may write to: MUSEAIKA_DATA=/another/folder.",
        ) from None


def _address(settings: "Settings") -> str:
    from museaika.embedded.probes import reachable

    host = reachable(settings.host)
    return settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _welcome(settings: "Settings", journal: "Journal", seconds: float) -> None:
    address = _address(settings)
    if settings.log_format == "json" or not sys.stdout.isatty():
        import logging

        logging.getLogger("museaika.up").info("MuseAIka is ready after %.1f s at %s", seconds, address)
        return
    from rich.console import Console
    from rich.panel import Panel

    console = Console()
    with console.capture() as drawn:
        where = f"[bold]Open [link={address}]{address}[/link][/bold]   (ready after {seconds:.1f} s)"
        console.print(
            Panel(f"{where}\nAPI: {address}/docs   Logs: {settings.data / 'logs'}   Stop: Ctrl-C", expand=False)
        )
    journal.announce(drawn.get())
