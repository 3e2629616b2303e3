"""Descriptions of the server for machines: printed as YAML or JSON, or compared with a file."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

Check = Annotated[
    Path | None, typer.Option("--check", metavar="FILE", help="Print nothing; fail when the file says something else.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of YAML.")]


class Readable(yaml.SafeDumper):
    """Long texts as blocks, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - its signature is yaml's
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Readable.add_representer(str, Readable.represent_text)


def as_yaml(description: dict[str, Any]) -> str:
    return yaml.dump(description, Dumper=Readable, sort_keys=False, allow_unicode=True, width=110)


def deliver(description: dict[str, Any], *, as_json: bool, check: Path | None, command: str) -> None:
    """Print it, or exit with 1 when the file to check differs."""
    if check is None:
        text = json.dumps(description, indent=2, ensure_ascii=False) if as_json else as_yaml(description)
        typer.echo(text.rstrip("\n"))
        return
    if not _same(check, description):
        flag = " --json" if check.suffix == ".json" else ""
        typer.echo(f"{check} does not say what the code does. Do this: museaika {command}{flag} > {check}", err=True)
        raise typer.Exit(1)


def _same(file: Path, description: dict[str, Any]) -> bool:
    """YAML reads JSON too."""
    try:
        return bool(yaml.safe_load(file.read_text("utf-8")) == json.loads(json.dumps(description)))
    except (OSError, ValueError, yaml.YAMLError):
        return False
