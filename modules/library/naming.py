"""What a song is called here: an id by its name, and a looser one for people who type it differently."""

import re
import unicodedata
from hashlib import blake2b
from typing import Final

_SEVERAL: Final = re.compile(r"[,;]")


def track_id(name: str, artist: str, spotify_id: str | None) -> str:
    """The same for the same song as its listener names it."""
    named = f"{name.casefold()}\n{artist.casefold()}\n{spotify_id or ''}"
    return blake2b(named.encode(), digest_size=9).hexdigest()


def song_of(name: str, artist: str) -> str:
    """The same however letters are written and in whatever order its artists stand."""
    artists = sorted(" ".join(one.split()) for one in _SEVERAL.split(_letters(artist)))
    return f"{_letters(name)}\n{','.join(one for one in artists if one)}"


def _letters(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
