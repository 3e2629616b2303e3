"""An order without a server: files that are handed in, a brief checked as the server would, a work with progress."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from models.generation import Brief
from models.schema import utc_now
from models.upload import Upload, UploadKind
from modules.generation.engine import BadOptions, Commission, Material, Work
from modules.generation.progress import Progress
from modules.generation.registry import describe
from modules.services import Services

MIDI = b"MThd"
COMMANDS = {"composer": "compose"}
"""Engines whose command has another name."""


def handed_in(path: Path, option: str) -> tuple[Path, Upload]:
    """A file as if it had been uploaded; sound unless it begins as MIDI does."""
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=option)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        head = file.read(len(MIDI))
        digest.update(head)
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    kind, media = (UploadKind.MIDI, "audio/midi") if head == MIDI else (UploadKind.AUDIO, "application/octet-stream")
    facts: dict[str, Any] = {"format": path.suffix[1:] or kind.value, "media_type": media, "size": path.stat().st_size}
    facts |= {"sha256": digest.hexdigest(), "created_at": utc_now(), "seconds": 0.0}
    return path, Upload(id=path.name, owner="you", name=path.name, kind=kind, **facts)


def brief_of(services: Services, engine: str, asked: dict[str, Any], options: dict[str, Any]) -> Brief:
    """Checked as the server would check it."""
    help_of = f"See museaika {COMMANDS.get(engine, engine)} --help."
    try:
        brief = Brief(engine=engine, options=options, **{k: v for k, v in asked.items() if v is not None})
    except ValidationError as error:
        raise BadOptions(**describe(error, "order"), next_step=help_of) from None
    try:
        return services.engines.checked(brief)
    except BadOptions as error:
        error.next_step = help_of
        raise


def commission_of(brief: Brief, materials: Mapping[str, tuple[Path, Upload]], folder: Path) -> Commission:
    return Commission(brief, {one: Material(upload, path) for one, (path, upload) in materials.items()}, folder)


def made(services: Services, commission: Commission, *, quiet: bool) -> Work:
    """The work, with a bar of progress on the terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    card = services.engines.card(commission.brief.engine)
    card.materials(commission.brief)
    with Bar(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("starting", total=1.0)
        progress = Progress(lambda share, note: bar.update(task, completed=share, description=note), lambda: False)
        return services.engines.load(card.name).generate(commission, progress)
