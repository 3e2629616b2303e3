"""museaika restore: what `museaika backup` kept, put back."""

from pathlib import Path
from typing import Annotated

import typer

from museaika.commands.options import Data, Json


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.tar.gz", help="What `museaika backup` made.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put a backup back into a data folder that no server uses; what was there before is kept beside it."""
    import json
    import time

    from museaika.backup.restoring import put_back
    from museaika.commands.configuration import read_settings
    from museaika.commands.grown import check_embedded
    from museaika.embedded.lock import FolderLock
    from museaika.folder import DataFolder

    settings = read_settings(data=data)
    check_embedded(settings, "museaika restore")
    folder = DataFolder(settings.data).made()
    lock = FolderLock(folder.run / "lock")
    lock.acquire()
    try:
        restored = put_back(folder, file, time.strftime("%Y%m%d-%H%M%S"))
    finally:
        lock.release()
    if as_json:
        facts = {"files": restored.files, "replaced": restored.replaced, **restored.about}
        typer.echo(json.dumps(facts, default=str))
        return
    typer.echo(f"Restored to how it stood at {restored.about['made_at']}: the documents and {restored.files} files.")
    if restored.replaced:
        typer.echo(f"What was there before lies in {restored.replaced}; remove it when all is well.")
