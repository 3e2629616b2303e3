"""A large file over a bad line: goes on where it stopped, and counts only when its checksum is right."""

import hashlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

CHUNK = 1 << 20
TIMEOUT = 30.0
PATIENCE = 5
"""Broken connections in a row without a single new byte before we give up."""
Tell = Callable[[int, int], None]
"""Takes how many bytes are there, and how many there will be."""


class FetchError(Exception):
    """What went wrong, and what to do next."""


@dataclass(frozen=True)
class Wanted:
    url: str
    sha256: str
    size: int | None = None


def fetch(wanted: Wanted, target: Path, tell: Tell, pause: float = 2.0) -> Path:
    """The file at target; one that is there already and whole is not fetched again. Raises FetchError."""
    if target.exists() and digest(target) == wanted.sha256:
        return target
    part = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    _complete(wanted, part, tell, pause)
    found = digest(part)
    if found != wanted.sha256:
        part.unlink()
        raise FetchError(
            f"What came from {wanted.url} is not the file we know: its SHA-256 is {found}, not {wanted.sha256}.\n"
            "It was removed. Run this again; if it stays like that, the file was renewed: look at the project's page, "
            "and give the new hash with --sha256."
        )
    part.replace(target)
    return target


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _complete(wanted: Wanted, part: Path, tell: Tell, pause: float) -> None:
    failures = 0
    while failures < PATIENCE:
        before = _size(part)
        try:
            if _continued(wanted, part, tell):
                return
            why = "the connection ended early"
        except (OSError, HTTPException) as error:
            why = str(getattr(error, "reason", None) or error) or type(error).__name__
            if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                raise FetchError(f"{wanted.url} answers {error.code} {error.reason}. Is the address right?") from None
        failures = 0 if _size(part) > before else failures + 1
        time.sleep(pause * failures)
    kept = f"{_size(part):,} bytes are kept in {part}. " if _size(part) else ""
    raise FetchError(
        f"{wanted.url} cannot be reached: {why}.\n{kept}Run this again when there is a network, and it goes on from "
        f"there. Behind a proxy set http_proxy; or fetch the file elsewhere and put it here: {part.with_suffix('')}."
    )


def _continued(wanted: Wanted, part: Path, tell: Tell) -> bool:
    """One connection's worth; whether the file is complete now."""
    have = _size(part)
    if have and have == wanted.size:
        return True
    request = urllib.request.Request(wanted.url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 - the address is the operator's
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310 - the same
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        part.unlink()
        return False
    with answer:
        have, total = _placed(answer, have)
        with part.open("r+b" if have else "wb") as file:
            file.seek(have)
            file.truncate()
            return _copied(answer, file, have, wanted.size or total, tell)


def _placed(answer: Any, have: int) -> tuple[int, int | None]:
    """From where the answer goes, and how long the whole is: a server may send all of it again."""
    length = answer.headers.get("Content-Length")
    start = 0
    if answer.status == 206:
        start = int(answer.headers["Content-Range"].removeprefix("bytes ").split("-")[0])
        if start != have:
            raise HTTPException("the server sends another part than we asked for")
    return start, start + int(length) if length else None


def _copied(answer: Any, file: Any, have: int, total: int | None, tell: Tell) -> bool:
    while chunk := answer.read(CHUNK):
        file.write(chunk)
        have += len(chunk)
        if total is not None and have > total:
            raise FetchError(f"{answer.url} sends more than the {total:,} bytes it should; nothing of it is used.")
        tell(have, total or have)
    return total is None or have == total


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
