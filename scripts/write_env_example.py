"""Write .env.example: every setting, what it is for and what it is when nobody says otherwise.

`make docs` runs it; with --check it writes nothing and fails when the file is not up to date; with --table it prints
the same as a table for the README.
"""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from museaika.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / ".env.example"
PREFIX = "MUSEAIKA_"
HEAD = """\
# Copy this to .env and take the mark off the lines you want to change. What is set in the environment wins over .env.
# Lists are separated by commas; durations read 90s, 15m, 24h or 30d. `museaika doctor` says when something is off.
"""
FOR_COMPOSE = """
# Only for docker compose: the secrets of the services it starts, without which it refuses to start. Letters, digits,
# - and _ only, because they become parts of addresses; openssl rand -hex 24 makes a good one.
#SECRET_KEY=
#MONGO_PASSWORD=
#VALKEY_PASSWORD=
#S3_PASSWORD=
# Where compose publishes the page, and which GPU the profile gpu uses
#PUBLISH=127.0.0.1:8000
#CUDA_VISIBLE_DEVICES=0
"""


def example() -> str:
    lines = "\n".join(["", *_lines(Settings, PREFIX), ""])
    return HEAD + re.sub(r"\n{3,}", "\n\n", lines) + FOR_COMPOSE


def _lines(kind: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from ("", f"# {section.__doc__ or name}")
            yield from _lines(section, f"{prefix}{name.upper()}__")
            yield ""
        else:
            yield from _setting(f"{prefix}{name.upper()}", field)


def table(kind: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[str]:
    """The rows of a Markdown table."""
    for name, field in kind.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from table(section, f"{prefix}{name.upper()}__")
        else:
            default = _shown(field.default)
            yield f"| `{prefix}{name.upper()}` | {field.description or name} | {f'`{default}`' if default else ''} |"


def _setting(name: str, field: FieldInfo) -> Iterator[str]:
    known = field.validation_alias.choices if isinstance(field.validation_alias, AliasChoices) else []
    others = [str(alias) for alias in known if alias != name]
    if described := field.description:
        yield f"# {described}" + (f" (also read from {', '.join(others)})" if others else "")
    yield f"#{name}={_shown(field.default)}"


def _shown(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        hours = seconds // 3600
        if seconds % 3600:
            return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
        return f"{hours // 24}d" if hours % 24 == 0 and hours > 24 else f"{hours}h"
    return str(value)


def main() -> int:
    if "--check" in sys.argv:
        current = TARGET.read_text("utf-8") if TARGET.exists() else ""
        if current != example():
            print(f"{TARGET.name} does not say what the settings are. Do this: make docs")
            return 1
        return 0
    if "--table" in sys.argv:
        print("| setting | what it is for | default |\n|---|---|---|", *table(), sep="\n")
        return 0
    TARGET.write_text(example(), "utf-8")
    print(f"{TARGET.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
