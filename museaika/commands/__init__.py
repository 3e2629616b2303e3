"""The `museaika` command: one file a command."""

import sys


def main() -> None:
    """What the console script calls. The web process must be patched before typer and pydantic are there."""
    if sys.argv[1:2] == ["web"]:
        from museaika.web import patch

        patch()

    from museaika.commands.program import run

    run()
