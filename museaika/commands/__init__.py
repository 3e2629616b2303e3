"""The `museaika` command: one file a command."""


def main() -> None:
    """What the console script calls."""
    from museaika.commands.program import run

    run()
