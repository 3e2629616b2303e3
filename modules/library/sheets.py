"""Tables as people have them: whatever the encoding and the delimiter, and safe to open in a spreadsheet."""

import re
from collections.abc import Sequence
from typing import Final

_DELIMITERS: Final = ",;\t|"
_FORMULA: Final = ("=", "+", "-", "@")


def decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def delimiter_of(lines: Sequence[str]) -> str:
    """The one that stands most often in the first lines, outside of quotes."""
    head = [re.sub(r'"[^"]*"', "", line) for line in lines[:20]]
    return max(_DELIMITERS, key=lambda sign: (sum(line.count(sign) for line in head), -_DELIMITERS.index(sign)))


def defused(text: str) -> str:
    """What a spreadsheet would take for a formula, so that it does not."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(cell: str) -> str:
    """A cell as it was before it was defused."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def word(text: str) -> str:
    """The name of a column by its letters alone."""
    return re.sub(r"[^a-z]", "", text.lower())
