"""museaika verify: who made a file, and whether it is still as it was made; no server needed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from museaika.commands.options import Data, Json

if TYPE_CHECKING:
    from models.provenance import Verdict

Trust = Annotated[
    list[str] | None, typer.Option("--trust", metavar="KEY", help="Also believe this key; may be given repeatedly.")
]


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Sound, MIDI, pictures and records.")],
    trust: Trust = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Look for the signed record inside each file; exit with 1 unless all are as they were made."""
    import json

    from modules.provenance.verifying import Verifier
    from museaika.commands.configuration import read_settings
    from museaika.signers import Signers

    known = Signers.of(read_settings(data=data)).known() | set(trust or ())
    verifier = Verifier(known)
    found = {file: _verdict(verifier.verify, file) for file in files}
    if as_json:
        facts = [{"file": str(file)} | verdict.model_dump(mode="json") for file, verdict in found.items()]
        typer.echo(json.dumps({"files": facts}, indent=2, ensure_ascii=False))
    else:
        _table(found)
    raise typer.Exit(0 if all(verdict.valid for verdict in found.values()) else 1)


def _verdict(look: Any, file: Path) -> "Verdict":
    """What cannot be opened, or is of another kind, is not valid either."""
    from models.provenance import Verdict
    from modules.provenance.data import FileData
    from modules.provenance.formats import UnsupportedType

    try:
        with FileData(file) as data:
            verdict: Verdict = look(data)
    except OSError as error:
        return Verdict(valid=False, code="unreadable", reason=f"The file cannot be read: {error.strerror or error}.")
    except UnsupportedType as error:
        return Verdict(valid=False, code="unsupported_type", reason=error.detail)
    return verdict


def _table(found: "dict[Path, Verdict]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for title in ("File", "", "Made by", "What is known"):
        table.add_column(title, overflow="fold")
    for file, verdict in found.items():
        mark = Text("valid", "green") if verdict.valid else Text("NOT VALID", "bold red")
        table.add_row(Text(str(file)), mark, _maker(verdict), Text(f"{verdict.reason}\n{_facts(verdict)}".rstrip()))
    Console().print(table)


def _maker(verdict: "Verdict") -> str:
    return {True: "AI", False: "no AI", None: "?"}[verdict.made_by_ai]


def _facts(verdict: "Verdict") -> str:
    record = verdict.record
    if record is None:
        return ""
    kind = record.digital_source_type.rsplit("/", 1)[-1]
    return f"{record.engine} · seed {record.seed} · {record.software} · {kind}\nkey {verdict.key_id}"
