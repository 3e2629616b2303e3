"""museaika backup: everything of an embedded server in one file, while it runs."""

from pathlib import Path
from typing import Annotated

import typer

from models.errors import Invalid
from museaika.commands.options import Data, Json


class NothingThere(Invalid):
    code = "backup.nothing_there"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE.tar.gz", help="Where to; must not exist yet.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put documents, files and the secret key into one archive; the server may go on running."""
    import json
    from dataclasses import asdict

    from models.schema import utc_now
    from modules.documents.sqlite import SQLiteDocuments
    from museaika import __version__
    from museaika.backup.taking import take
    from museaika.commands.configuration import read_settings
    from museaika.commands.grown import check_embedded
    from museaika.folder import DataFolder

    settings = read_settings(data=data)
    check_embedded(settings, "museaika backup")
    folder = DataFolder(settings.data)
    if not folder.documents.exists():
        raise NothingThere(
            f"There is nothing to keep in {folder.root}: no server ever ran on it.",
            field="MUSEAIKA_DATA",
            next_step="Name the server's data folder: museaika backup FILE.tar.gz --data FOLDER.",
        )
    documents = SQLiteDocuments(folder.documents, utc_now)
    try:
        receipt = take(folder, file, documents.snapshot, __version__, utc_now().isoformat())
    finally:
        documents.close()
    if as_json:
        typer.echo(json.dumps(asdict(receipt), default=str))
        return
    typer.echo(f"{receipt.path}: the documents and {receipt.files} files, {receipt.bytes / 1e6:.1f} MB before packing.")
    typer.echo("It holds the secret key too: keep it where only you can read it.")
