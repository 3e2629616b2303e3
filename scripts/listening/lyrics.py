"""Words to sing in several languages, written for this; some languages are kept for evaluation."""

from pathlib import Path

HELD_OUT = ("it", "sv", "ru")
_FILE = Path(__file__).with_name("verses.txt")


def read_verses() -> dict[str, list[str]]:
    """Lines by language."""
    blocks = _FILE.read_text(encoding="utf-8").strip().split("\n\n")
    return {lines[0].strip("[]"): lines[1:] for lines in (block.splitlines() for block in blocks)}


VERSES = read_verses()
