"""The name a person gave a file, made safe to show. It is never a path of ours."""

import unicodedata

LONGEST = 200
JOINERS = {"\u200c", "\u200d"}
"""Invisible, but words of some scripts and many emoji need them; other invisible signs only hide things."""


def display_name(given: str, fallback: str) -> str:
    """The last part of a path, without control and invisible characters, at most 200 long, ending kept."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    normal = unicodedata.normalize("NFC", last)
    seen = "".join(
        sign for sign in normal if sign in JOINERS or unicodedata.category(sign)[0] not in "CZ" or sign == " "
    )
    name = " ".join(seen.split()).strip(". ")
    return _cut(name) or fallback


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
