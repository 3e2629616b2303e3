"""museaika keys: the secret key that signs and encrypts, made or renewed."""

from typing import Annotated

import typer

from museaika.commands.options import Data, Json


def keys(
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Put a new key in front; two older ones stay valid.")
    ] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make the server's secret key if there is none, and say where it lies; never what it is."""
    import json

    from museaika.commands.configuration import read_settings
    from museaika.folder import DataFolder
    from museaika.secrets import SecretKeys
    from museaika.signers import Signers

    settings = read_settings(data=data)
    if settings.secret_key:
        raise typer.BadParameter(
            "the key comes from SECRET_KEY or MUSEAIKA_SECRET_KEY: renew it there, or unset it to use a file.",
            param_hint="SECRET_KEY",
        )
    store = SecretKeys(DataFolder(settings.data).secret)
    was_there = bool(store.read())
    signers = Signers.of(settings)
    signers.remember()
    held = store.rotate() if rotate else store.ensure()
    done = "renewed" if rotate and was_there else "kept" if was_there else "made"
    if as_json:
        facts = {"path": str(store.path), "keys": len(held), "done": done, "signs_as": signers.current().key_id}
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"Secret key {done}: {store.path} ({len(held)} valid, the newest signs).")
    typer.echo(f"Works are signed as {signers.current().key_id}; earlier keys stay known in {signers.path}.")
    if done == "renewed":
        typer.echo("Restart the server so that it uses the new one.")
