"""One spelling of what means the same: Unicode forms, spaces, control characters."""

import re
import unicodedata
from typing import Final

SPACES: Final = re.compile(r"\s+")
INVISIBLE: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
JOINERS: Final = frozenset("\u200c\u200d\ufe0f\ufe0e")
QUOTES: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u00b4": "'"}
)


def cleaned(text: str) -> str:
    """The same text without what cannot be seen, in NFC, with plain quotes and single spaces."""
    spaced = SPACES.sub(" ", unicodedata.normalize("NFC", text))
    seen = (sign for sign in spaced if unicodedata.category(sign) not in INVISIBLE and not _is_format(sign))
    return "".join(seen).translate(QUOTES).strip()


def canonical(text: str) -> str:
    """What two texts share when a person would call them the same sentence: letters and digits, no capitals."""
    letters = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", text).casefold())
    return " ".join(letters.split()) or " ".join(text.split())


def _is_format(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" and sign not in JOINERS
